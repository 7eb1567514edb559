import { TradeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { PUBLISHED_BAR } from '../model/bar-spec.ts'
import type { BusMessage } from '../ports/bus.ts'
import { EXIT } from './exit.ts'

interface Kind {
  readonly topic: string
  /** What md must follow for it, by the name of its settings; nothing where it is always there. */
  readonly follow?: (part: string) => string
  /** The field of a message that names its part, as `1m`, and whether a part can be asked for. */
  readonly part?: { readonly field: string; readonly type: string; readonly hint: string; accepts(text: string): boolean }
}

const INTERVALS = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M']
const BARS_MAX = 16
const BARS = 'like 1m (time: s m h d), 100t (trades), 10v (quantity) or 1000000q (value)'
const isBar = (text: string): boolean => new RegExp(PUBLISHED_BAR).test(text)

const KINDS: Readonly<Record<string, Kind>> = {
  book: { topic: 'market_data.{symbol}.orderbook' },
  trade: { topic: 'market_data.{symbol}.trades' },
  ticker: { topic: 'market_data.{symbol}.ticker' },
  state: { topic: 'market_data.{symbol}.state' },
  mark: { topic: 'market_data.{symbol}.marks', follow: () => 'marks' },
  liquidation: { topic: 'market_data.{symbol}.liquidations', follow: () => 'liquidations' },
  kline: {
    topic: 'market_data.{symbol}.klines.{interval}',
    follow: (part) => `klines.${part}`,
    part: { field: 'interval', type: 'kline', hint: `an interval of the venue: ${INTERVALS.join(' ')}`, accepts: (text) => INTERVALS.includes(text) },
  },
  bar: { topic: 'market_data.{symbol}.bars.{spec}', part: { field: 'spec', type: 'bar', hint: BARS, accepts: isBar } },
}

/** Channels of md as the flag names them. */
export interface ChannelPlan {
  readonly topics: readonly string[]
  /** What md must follow beside books, trades and best prices. */
  readonly follows: readonly string[]
  /** Bars that md must make. */
  readonly bars: readonly string[]
  /** Whether a message is of a part that was asked for. */
  wants(message: BusMessage): boolean
}

const USAGE = 'book, trade, ticker, state, mark, liquidation, kline:1m, bar:1m'

const kindOf = (name: string, part: string): Kind => {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  const [near] = nearest(name, Object.keys(KINDS))
  if (kind === undefined)
    throw new TradeError('USAGE', `'--channel' knows no '${name}'`, { exit: EXIT.usage, hint: near === undefined ? USAGE : `did you mean ${near}?` })
  const fits = kind.part === undefined ? part === '' : kind.part.accepts(part)
  const hint = part === '' ? USAGE : (kind.part?.hint ?? USAGE)
  if (!fits) throw new TradeError('USAGE', `'--channel' '${part === '' ? name : `${name}:${part}`}' is not accepted`, { exit: EXIT.usage, hint })
  return kind
}

/** The bars that md is to make, each once; exit code 2 shows what is accepted. */
export const publishedBars = (given: readonly string[]): string[] => {
  const bad = given.find((text) => !isBar(text))
  if (bad !== undefined) throw new TradeError('USAGE', `'--bars' '${bad}' is no bar`, { exit: EXIT.usage, hint: BARS })
  const bars = [...new Set(given)]
  if (bars.length <= BARS_MAX) return bars
  throw new TradeError('USAGE', `'--bars' and '--channel' name ${bars.length} bars, at most ${BARS_MAX} are made`, { exit: EXIT.usage })
}

/** Reads channels such as `book` and `bar:1m`; exit code 2 names the nearest of an unknown one. */
export const channelPlan = (given: readonly string[]): ChannelPlan => {
  const chosen = given.map((text) => {
    const [name = '', part = ''] = text.split(/:(.*)/s)
    return { name, part, kind: kindOf(name, part) }
  })
  const parts = new Set(chosen.map(({ kind, part }) => `${kind.part?.type} ${part}`))
  const fields = new Map(chosen.flatMap(({ kind }) => (kind.part === undefined ? [] : [[kind.part.type, kind.part.field] as const])))
  return {
    topics: [...new Set(chosen.map(({ kind }) => kind.topic))],
    follows: [...new Set(chosen.flatMap(({ kind, part }) => kind.follow?.(part) ?? []))],
    bars: [...new Set(chosen.flatMap(({ name, part }) => (name === 'bar' ? [part] : [])))],
    wants: ({ type, body }) => {
      const field = fields.get(type)
      return field === undefined || parts.has(`${type} ${(body as Readonly<Record<string, unknown>>)[field]}`)
    },
  }
}
