import { Flags } from '@oclif/core'
import { durationMs } from './duration.ts'
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

/** The symbols of the flags, as venues spell them. */
export const symbolsOf = (flags: { readonly symbol: readonly string[] }): string[] => flags.symbol.map((symbol) => symbol.toUpperCase())

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
