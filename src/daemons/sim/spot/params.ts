import { refusals } from './refusal.ts'

/** Parameters of one call. A number stays the text that was sent. */
export interface Params {
  get(name: string): string | undefined
  /** Names of all that was sent. */
  names(): Iterable<string>
  /** Refused with -1102 when it is missing or empty. */
  need(name: string): string
  /** A whole number of at least 0; undefined when it is missing. */
  whole(name: string): number | undefined
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refusals.illegal('query', 'percent-encoded UTF-8')
  }
}

const pairsOf = (raw: string): Array<[string, string]> =>
  raw
    .split('&')
    .filter((piece) => piece !== '')
    .map((piece) => {
      const at = piece.indexOf('=')
      return at < 0 ? [decode(piece), ''] : [decode(piece.slice(0, at)), decode(piece.slice(at + 1))]
    })

const withoutSignature = (raw: string): string =>
  raw
    .split('&')
    .filter((piece) => !piece.startsWith('signature='))
    .join('&')

export const paramsOf = (values: ReadonlyMap<string, string>): Params => ({
  get: (name) => values.get(name),
  names: () => values.keys(),
  need: (name) => {
    const value = values.get(name)
    if (value === undefined || value === '') throw refusals.missing(name)
    return value
  },
  whole: (name) => {
    const value = values.get(name)
    if (value === undefined || value === '') return undefined
    if (/^\d{17,}$/.test(value)) throw refusals.overflow(name)
    if (!/^\d{1,16}$/.test(value)) throw refusals.illegal(name, '^[0-9]{1,20}$')
    return Number(value)
  },
})

/** Query and form body together; the query wins. */
export const parseParams = (query: string, body: string): Params => {
  const [inBody, inQuery] = [pairsOf(body), pairsOf(query)]
  for (const pairs of [inBody, inQuery]) if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw refusals.duplicate()
  return paramsOf(new Map([...inBody, ...inQuery]))
}

/** The bytes that a REST call signs: query and body as received, joined with nothing between, less the signature. */
export const signedPayload = (query: string, body: string): string => withoutSignature(query) + withoutSignature(body)

/** The text that a call of the WebSocket API signs: its params by name, not percent-encoded. */
export const sortedPayload = (values: ReadonlyMap<string, string>): string =>
  [...values]
    .filter(([name]) => name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
