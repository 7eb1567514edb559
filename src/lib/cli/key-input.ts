import process from 'node:process'
import { text } from 'node:stream/consumers'
import { TradeError } from '../base/errors.ts'
import { fromLine } from '../codec/json.ts'
import { EXIT } from './exit.ts'
import { askHidden, askLine } from './prompt.ts'

/** A key as its file holds it. */
interface KeyFields {
  readonly apiKey: string
  readonly secret?: string
  readonly privateKey?: string
}

const bad = (message: string): TradeError =>
  new TradeError('KEY_INPUT', message, { exit: EXIT.data, hint: 'the API key on the first line and the secret or a PEM below, or the JSON of a key file' })

const isPem = (secret: string): boolean => secret.startsWith('-----BEGIN ')

const keyOf = (apiKey: string, secret: string): KeyFields => {
  if (!/^\S{1,512}$/.test(apiKey)) throw bad('there is no API key')
  if (secret === '') throw bad('there is no secret')
  return isPem(secret) ? { apiKey, privateKey: `${secret}\n` } : { apiKey, secret }
}

const fromJson = (input: string): KeyFields => {
  const parsed = fromLine(input)
  // The parser's message would quote the key.
  if (!parsed.ok) throw bad('standard input is no JSON')
  const { apiKey, secret, privateKey } = Object(parsed.value) as Partial<Record<string, unknown>>
  return keyOf(String(apiKey ?? ''), String(privateKey ?? secret ?? '').trim())
}

/** The key in what was piped in. */
export const keyIn = (input: string): KeyFields => {
  const trimmed = input.trim()
  if (trimmed.startsWith('{')) return fromJson(trimmed)
  const [apiKey = '', ...rest] = trimmed.split('\n')
  return keyOf(apiKey.trim(), rest.join('\n').trim())
}

/** Reads a key from standard input, on a terminal with questions and without echo of the secret. It never comes from arguments or the environment. */
export const readKey = async (): Promise<KeyFields> => {
  if (!process.stdin.isTTY) return keyIn(await text(process.stdin))
  const apiKey = await askLine('API key: ')
  return keyOf(apiKey, await askHidden('secret (not shown): '))
}

/** A key's public half, as far as it may be seen: enough to tell two apart. */
export const maskedKey = (apiKey: string): string => (apiKey.length > 12 ? `${apiKey.slice(0, 4)}...${apiKey.slice(-4)}` : `${apiKey.slice(0, 2)}...`)
