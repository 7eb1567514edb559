import { priceText, qtyText } from '../../../lib/model/instrument.ts'
import type { Side } from '../../../lib/model/order.ts'
import type { Dialect, StreamControl } from './dialect.ts'
import type { RecordedLine } from './recorded-line.ts'
import type { Reference } from './reference.ts'

const US_PER_S = 1_000_000
const FRACTION_DIGITS = 6
const TIME_BYTES = 20
const LIST = '['.charCodeAt(0)
const LINE = /^(\d{10}\.\d{1,7}): $/
const OPENED = /^wss?:\/\//
const COLON = ':'.charCodeAt(0)
const decoder = new TextDecoder()

/** Lines of the form `<seconds>: <JSON>`; what was sent and that a connection opened stands aside. */
const readLine = (line: Uint8Array): RecordedLine | null | 'aside' => {
  if (line.length === 0) return 'aside'
  const colon = line.subarray(0, TIME_BYTES).indexOf(COLON)
  if (colon < 0) return null
  const frameAt = colon + 2
  const head = decoder.decode(line.subarray(0, frameAt))
  const seconds = LINE.exec(head)?.[1]
  if (seconds !== undefined) return { atUs: Math.round(Number(seconds) * US_PER_S), frame: line.subarray(frameAt) }
  return OPENED.test(decoder.decode(line)) ? 'aside' : null
}

interface Control {
  readonly method?: string
  readonly req_id?: number
  readonly params?: { readonly symbol?: readonly string[] }
}

const controlOf = (text: string): StreamControl => {
  const { method, req_id, params } = Object(JSON.parse(text)) as Control
  const symbols = (params?.symbol ?? []).map((pair) => pair.replace('/', '-'))
  const answer = JSON.stringify({ method, req_id, success: true })
  return { begins: method === 'subscribe' ? symbols : [], ends: method === 'unsubscribe' ? symbols : [], answer }
}

const secondsText = (us: number): string => `${Math.floor(us / US_PER_S)}.${String(us % US_PER_S).padStart(FRACTION_DIGITS, '0')}`

/** A book as it begins a stream: `[channel, {as, bs}, name, pair]`. */
const wholeBook = ({ book, instrument, eventUs }: Reference): string => {
  const levels = (side: Side) =>
    Array.from({ length: book.count(side) }, (_, level) => [
      priceText(instrument, book.ticksAt(side, level)),
      qtyText(instrument, book.lotsAt(side, level)),
      secondsText(eventUs),
    ])
  return JSON.stringify([0, { as: levels('sell'), bs: levels('buy') }, 'book-1000', instrument.symbol.replace('-', '/')])
}

/** Kraken as its old recordings have it: the stream brings each book, and a checksum with every change. */
export const krakenDialect: Dialect = {
  venue: 'kraken',
  stream: { control: controlOf, whole: wholeBook },
  channels: ['book'],
  readLine,
  claims: (text) => /"channelName":"book-\d+"/.test(text),
  kindOf: (frame) => (frame[0] === LIST ? 'diff' : 'other'),
  infer: () => [],
  instrumentsBody: () => '{}',
  snapshotSymbol: () => null,
  snapshotBody: () => '{}',
}
