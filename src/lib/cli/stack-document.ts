import { join } from 'node:path'
import { isAlive } from '../io/process-identity.ts'
import type { Places } from '../io/run-directory.ts'
import { readDocument } from './run-files.ts'
import type { ServiceState } from './stack.ts'

/** `stack.json`: the supervisor and what it last knew of its services. */
export interface StackDocument {
  readonly pid: number
  readonly startTicks: number
  readonly services: readonly ServiceState[]
}

/** The stack of a profile, and whether its supervisor lives; null when none was ever started. */
export const readStack = (places: Places): (StackDocument & { readonly alive: boolean }) | null => {
  const document = readDocument<StackDocument>(join(places.run, 'stack.json'))
  return document === null ? null : { ...document, alive: isAlive(document) }
}
