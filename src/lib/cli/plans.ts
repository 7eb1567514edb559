import type { ChildPlan } from './child.ts'

/** What the daemons of a stack are started with. */
export interface StackSettings {
  /** Flags that say where the stack lives: `--dir D` or `--profile NAME`. */
  readonly place: readonly string[]
  readonly symbols: readonly string[]
  readonly seed: number
  readonly recordings: readonly string[]
  readonly speed: string
  readonly strategy: string
  readonly verbose: boolean
  /** The daemons go on when their supervisor dies. */
  readonly outlives?: boolean
}

const common = ({ place, verbose }: StackSettings): string[] => [...place, ...(verbose ? ['-v'] : [])]

const life = ({ outlives }: StackSettings) => (outlives === true ? { outlives } : {})

/** The simulated venue alone; the symbols of a recording are known once it listens. */
export const venuePlan = (settings: StackSettings): ChildPlan => {
  const { recordings, speed, seed, symbols } = settings
  const market = recordings.length > 0 ? [...recordings.flatMap((path) => ['--recording', path]), '--speed', speed] : ['--symbols', symbols.join(',')]
  return { service: 'sim', args: [...common(settings), '--seed', String(seed), ...market], ...life(settings) }
}

/** Everything that trades at the venue. */
export const traderPlans = (settings: StackSettings): ChildPlan[] => {
  const symbols = settings.symbols.join(',')
  const plans: ChildPlan[] = [
    { service: 'md', args: [...common(settings), '--symbol', symbols] },
    { service: 'exec', args: [...common(settings), '--symbol', symbols] },
    { service: 'risk', args: common(settings) },
    { service: 'acct', args: common(settings) },
    { service: 'strat', args: [...common(settings), '--strategy', settings.strategy] },
  ]
  return plans.map((plan) => ({ ...plan, ...life(settings) }))
}
