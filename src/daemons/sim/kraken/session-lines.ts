const US_PER_S = 1_000_000
const SENT = /^(\d{1,11}(?:\.\d{1,9})?): (.+)$/
const ASKED = /^wss?:\/\/\S+ <- (\d{1,11}(?:\.\d{1,9})?): /

/** A message of the venue as it was recorded. */
export interface SessionLine {
  /** When it came. */
  readonly atUs: number
  readonly text: string
  /** `book`: the whole of one; `change`: of a book; `status`: the answer to a subscription; `greeting` and `beat`: of the connection. */
  readonly kind: 'greeting' | 'status' | 'book' | 'change' | 'beat'
  /** Empty when it is of the connection. */
  readonly pair: string
}

/** A recorded connection to the first version of Kraken's interface. */
export interface Session {
  /** When the recorder subscribed. */
  readonly askedUs: number
  readonly lines: readonly SessionLine[]
}

const EVENTS: Readonly<Record<string, SessionLine['kind']>> = { systemStatus: 'greeting', subscriptionStatus: 'status', heartbeat: 'beat' }

const usOf = (seconds = '0'): number => Math.round(Number(seconds) * US_PER_S)

const describe = (text: string): Pick<SessionLine, 'kind' | 'pair'> | null => {
  const value = JSON.parse(text) as { readonly event?: string; readonly pair?: string } | readonly unknown[]
  if (!('event' in value)) {
    const [pair, , part] = [...(value as readonly unknown[])].reverse().concat(null)
    const isWhole = typeof part === 'object' && part !== null && ('as' in part || 'bs' in part)
    return { kind: isWhole ? 'book' : 'change', pair: String(pair) }
  }
  const kind = EVENTS[value.event ?? '']
  return kind === undefined ? null : { kind, pair: value.pair ?? '' }
}

const lineOf = (line: string): SessionLine[] => {
  const [, seconds, text = ''] = SENT.exec(line) ?? []
  const described = seconds === undefined ? null : describe(text)
  return described === null ? [] : [{ atUs: usOf(seconds), text, ...described }]
}

/** Reads lines `<seconds>: <message>`, and `<address> <- <seconds>: <message>` of the recorder; a message that is no JSON throws a SyntaxError. */
export const readSession = (texts: readonly string[]): Session => {
  const lines = texts.flatMap(lineOf)
  const asked = texts.map((text) => ASKED.exec(text)?.[1]).find((seconds) => seconds !== undefined)
  return { askedUs: asked === undefined ? (lines[0]?.atUs ?? 0) : usOf(asked), lines }
}
