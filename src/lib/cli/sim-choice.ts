import { TradeError } from '../base/errors.ts'
import { EXIT } from './exit.ts'

const SYMBOLS_MAX = 1_000

/** Flags of the simulator that limit each other. */
export interface SimChoice {
  readonly market: string
  readonly endpoint?: string | undefined
  readonly symbols: readonly string[]
  readonly usdm?: readonly string[] | undefined
}

/** Refuses, with exit code 2, what would be passed over or is more than the simulator is made for. */
export const checkChoice = ({ market, endpoint, symbols, usdm = [] }: SimChoice): void => {
  const refuse = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })
  if (endpoint !== undefined && market !== 'paper') throw refuse(`'--endpoint' is of no use to a '${market}' market`, '--market paper follows it')
  for (const [flag, { length }] of [
    ['symbols', symbols],
    ['usdm', usdm],
  ] as const)
    if (length > SYMBOLS_MAX) throw refuse(`'--${flag}' names ${length} markets, at most ${SYMBOLS_MAX} are traded`, 'fewer symbols')
}
