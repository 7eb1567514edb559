/** Thrown by the readers of this folder and caught by whoever reads a whole message. */
export class KrakenFieldError extends Error {
  override readonly name = 'KrakenFieldError'
}

export type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown, what: string): Fields => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KrakenFieldError(`'${what}' is no object`)
  return value as Fields
}

export const listOf = (value: unknown, what: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new KrakenFieldError(`'${what}' is no list`)
  return value
}

export const textOf = (value: unknown, what: string): string => {
  if (typeof value !== 'string') throw new KrakenFieldError(`'${what}' is no text`)
  return value
}

/** Why the venue refused, as it says it. */
export const reasonOf = (value: unknown): string => (typeof value === 'string' && value !== '' ? value.slice(0, 100) : 'no reason is given')
