import { accountExamples, otherExamples } from './examples/books.ts'
import { execExamples } from './examples/exec.ts'
import { marketExamples } from './examples/market.ts'
import { riskExamples } from './examples/risk.ts'
import { streamExamples } from './examples/stream.ts'
import type { Message } from './messages.ts'

/** Bodies of a message by a name that says what is special about each. */
export type Variants = Readonly<Record<string, unknown>>

/** Realistic bodies of every message, by its name. */
export const examples: Readonly<Record<string, Variants>> = {
  ...marketExamples,
  ...execExamples,
  ...streamExamples,
  ...riskExamples,
  ...accountExamples,
  ...otherExamples,
}

/** Names of messages that nobody gave an example. */
export const withoutExample = (messages: readonly Message[], known: Readonly<Record<string, Variants>>): string[] =>
  messages.filter(({ name }) => Object.keys(known[name] ?? {}).length === 0).map(({ name }) => name)
