import { Type } from 'typebox'
import type { Strategy } from './strategy.ts'

/** Watches and does nothing: the idle end of a chain, and the measure of its cost. */
export const noop = (): Strategy => ({
  name: 'noop',
  params: Type.Object({}, { additionalProperties: false, description: 'none' }),
  start: () => undefined,
})
