import { formatMoney, parseMoney } from '../../base/money.ts'
import { FieldError, type Fields, textOf } from './fields.ts'

/** A decimal field in canonical form. */
export const decimalOf = (fields: Fields, name: string): string => {
  const amount = parseMoney(textOf(fields, name))
  if (amount === null || amount < 0n) throw new FieldError(`'${name}' is no amount`)
  return formatMoney(amount)
}

/** The same for an amount that may be below zero, as a fee that is paid back. */
export const signedDecimalOf = (fields: Fields, name: string): string => {
  const amount = parseMoney(textOf(fields, name))
  if (amount === null) throw new FieldError(`'${name}' is no amount`)
  return formatMoney(amount)
}

/** The value that a venue's word stands for. */
export const wordOf = <T>(words: Readonly<Record<string, T>>, fields: Fields, name: string): T => {
  const word = textOf(fields, name)
  const value = Object.hasOwn(words, word) ? words[word] : undefined
  if (value === undefined) throw new FieldError(`'${name}' is the unknown word '${word.slice(0, 40)}'`)
  return value
}
