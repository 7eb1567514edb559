import { Flags } from '@oclif/core'
import { TradeError } from '../base/errors.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'
import type { FailCause, OnSlow, ViewOptions } from './viewer.ts'

/** Flags of every stream of market data. */
export const streamFlags = {
  symbol: Flags.string({ description: 'symbols, separated by commas', multiple: true, delimiter: ',', default: ['BTCUSDT'], helpValue: 'SYMBOL' }),
  limit: Flags.integer({ description: 'end after so many records', min: 1, default: Number.MAX_SAFE_INTEGER }),
  for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
  'fail-on': Flags.string({ description: 'end with 8 at a lost record or a stale book', options: ['gap', 'stale'], multiple: true, delimiter: ',' }),
  'on-slow': Flags.string({
    description: 'for a slow reader: keep the newest record of each topic, stop reading the bus, or end with 75',
    options: ['drop-oldest', 'block', 'fail'],
    default: 'drop-oldest',
  }),
}

/** As many as the settings of md allow. */
export const SYMBOLS_MAX = 1_000

const refuse = (problem: string, hint?: string): TradeError =>
  new TradeError('USAGE', `'--symbol' ${problem}`, { exit: EXIT.usage, ...(hint === undefined ? {} : { hint }) })

const spelled = (text: string): string => {
  const symbol = text.toUpperCase()
  if (/^[A-Z0-9_-]{1,32}$/.test(symbol)) return symbol
  if (text.trim() === '') throw refuse('has an empty name', 'symbols like BTCUSDT, separated by commas')
  const [base, quote, more] = symbol.split('/')
  const isPair = more === undefined && /^[A-Z0-9]+$/.test(base ?? '') && /^[A-Z0-9]+$/.test(quote ?? '')
  throw refuse(`'${text}' is no symbol`, isPair ? `${base}-${quote} of kraken and ccxt, ${base}${quote} of the others` : 'symbols like BTCUSDT or BTC-USD')
}

/** The symbols of the flags, as venues spell them; exit code 2 shows how of what is none. */
export const symbolsOf = ({ symbol }: { readonly symbol: readonly string[] }): string[] => {
  if (symbol.length > SYMBOLS_MAX) throw refuse(`names ${symbol.length} symbols, at most ${SYMBOLS_MAX} are followed`)
  return symbol.map(spelled)
}

interface StreamFlags {
  readonly limit: number
  readonly for: string
  readonly 'on-slow': string
  readonly 'fail-on'?: string[] | undefined
}

/** How a view ends by its flags. */
export const viewOptions = (flags: StreamFlags): Pick<ViewOptions, 'limit' | 'forMs' | 'onSlow' | 'failOn'> => ({
  limit: flags.limit,
  forMs: durationMs(flags.for, 'for'),
  onSlow: flags['on-slow'] as OnSlow,
  failOn: (flags['fail-on'] ?? []) as FailCause[],
})
