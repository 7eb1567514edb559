import type { Dialect } from './dialect.ts'
import type { RecordedLine } from './recorded-line.ts'

const US_PER_S = 1_000_000
const TIME_BYTES = 20
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

const idOf = (text: string): { readonly method?: string; readonly req_id?: number } => {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? value : {}
}

/** Kraken as its old recordings have it: the stream brings each book, and a checksum with every change. */
export const krakenDialect: Dialect = {
  venue: 'kraken',
  isReferenced: false,
  channels: ['book'],
  readLine,
  controlAnswer: (text) => {
    const { method, req_id } = idOf(text)
    return JSON.stringify({ method, req_id, success: true })
  },
  claims: (text) => /"channelName":"book-\d+"/.test(text),
  kindOf: () => 'other',
  infer: () => [],
  instrumentsBody: () => '{}',
  snapshotSymbol: () => null,
  snapshotBody: () => '{}',
}
