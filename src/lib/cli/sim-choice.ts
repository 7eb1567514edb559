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

const refuse = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

/** Refuses, with exit code 2, what would be passed over or is more than the simulator is made for. */
export const checkChoice = ({ market, endpoint, symbols, usdm = [] }: SimChoice): void => {
  if (endpoint !== undefined && market !== 'paper') throw refuse(`'--endpoint' is of no use to a '${market}' market`, '--market paper follows it')
  for (const [flag, { length }] of [
    ['symbols', symbols],
    ['usdm', usdm],
  ] as const)
    if (length > SYMBOLS_MAX) throw refuse(`'--${flag}' names ${length} markets, at most ${SYMBOLS_MAX} are traded`, 'fewer symbols')
}

/** Refuses, with exit code 2, a synthetic contract beside a recording of it: one order cannot be in two markets. */
export const checkContracts = (usdm: readonly string[], recorded: readonly string[]): void => {
  const twice = usdm.find((symbol) => recorded.includes(symbol))
  if (twice !== undefined) throw refuse(`'--usdm' names '${twice}', which is a contract of the recording`, 'the recording opens it without --usdm')
}
