import { randomBytes } from 'node:crypto'

/** A name for an intent that nobody used before: 128 random bits. */
export const newIntentId = (): string => `cli-${randomBytes(16).toString('hex')}`
