import { setTimeout as sleep } from 'node:timers/promises'
import type { BookStateChanged } from '../../src/lib/contracts/market.ts'
import { type Held, heldBy, type MarketPair } from '../kit/market-pair.ts'
import { until } from '../kit/until.ts'

/** What md says at once of a closed connection, and of a silent one after its limit and a tick; the rest is room for a busy machine. */
const FLAGGED_WITHIN_MS = { closed: 2_000, silent: 10_100 + 2_000 } as const
export const REASONS = { closed: 'the connection is closed', silent: 'the connection is silent' } as const
const VALID_WITHIN_MS = 150_000
const SETTLE_MS = 1_000

type Loss = keyof typeof REASONS

/** What goes wrong between a venue and md. */
interface Trouble {
  readonly name: string
  readonly loss: Loss
  begin(pair: MarketPair): Promise<void>
  /** What ends it, after the time of a trouble. */
  end?(pair: MarketPair): Promise<void>
  /** What else a book may be stale for in it, when that is noticed first. */
  readonly alsoBecause?: readonly string[]
  /** The venue says so before: md may have another connection by then, and no book is stale. */
  readonly isAnnounced?: boolean
  /** What the venue must have: streams that are subscribed by messages, or snapshots over REST. */
  readonly needs?: 'messages' | 'snapshots'
}

/** How long troubles last, ms. */
export interface TroubleTimes {
  readonly forMs: number
  /** New connections are refused for so long. */
  readonly refusalMs: number
}

const cutWhile = async (pair: MarketPair, act: string, more: object): Promise<void> => {
  await pair.act(act, more)
  await pair.act('disconnect')
}

const allTroubles = ({ forMs, refusalMs }: TroubleTimes): Trouble[] => [
  { name: 'reset', loss: 'closed', begin: (pair) => pair.act('disconnect') },
  { name: 'serverShutdown and close', loss: 'closed', isAnnounced: true, begin: (pair) => pair.act('shutdown') },
  { name: 'half-open', loss: 'silent', begin: (pair) => pair.act('half-open') },
  { name: 'refusal', loss: 'closed', begin: (pair) => cutWhile(pair, 'refuse', { forMs: refusalMs }) },
  { name: '429 on snapshots', loss: 'closed', needs: 'snapshots', begin: (pair) => cutWhile(pair, 'limit', { forMs, scope: 'snapshots' }) },
  { name: '418 on snapshots', loss: 'closed', needs: 'snapshots', begin: (pair) => cutWhile(pair, 'ban', { forMs, scope: 'snapshots' }) },
  {
    name: 'lost answer to SUBSCRIBE',
    loss: 'closed',
    needs: 'messages',
    begin: async (pair) => {
      await pair.fault('lost-subscribe:100%')
      await pair.act('disconnect')
    },
    end: (pair) => pair.fault(''),
  },
]

/** The troubles of a venue that has these things. */
export const troublesOf = (times: TroubleTimes, has: readonly Trouble['needs'][]): Trouble[] =>
  allTroubles(times).filter(({ needs }) => needs === undefined || has.includes(needs))

/** States of one book as they were told. */
export const listen = (pair: MarketPair, symbol: string): BookStateChanged[] => {
  const told: BookStateChanged[] = []
  pair.peer.bus.subscribe('market_data.{symbol}.state', ({ body }) => {
    const change = body as BookStateChanged
    if (change.symbol === symbol) told.push(change)
  })
  return told
}

/** What became of one trouble. */
interface Played {
  readonly name: string
  readonly flaggedAfterMs: number | null
  readonly validAfterMs: number | null
  readonly held: Held
  readonly problems: readonly string[]
}

const missed = (): null => null

/** One trouble from a valid book to a valid book. */
export const play = async (
  pair: MarketPair,
  told: BookStateChanged[],
  { trouble, forMs }: { readonly trouble: Trouble; readonly forMs: number },
): Promise<Played> => {
  const fromUs = pair.peer.clock.nowUs()
  const passedMs = (us: number): number => Math.round((us - fromUs) / 1_000)
  const limitMs = FLAGGED_WITHIN_MS[trouble.loss]
  told.length = 0
  await trouble.begin(pair)
  const stale = await until('stale', () => told.find(({ state }) => state === 'stale'), { withinMs: limitMs + SETTLE_MS }).catch(missed)
  if (trouble.end !== undefined) {
    await sleep(forMs)
    await trouble.end(pair)
  }
  const isBack = (): BookStateChanged | undefined => told.slice(told.findLastIndex(({ state }) => state === 'stale') + 1).find(({ state }) => state === 'valid')
  const back = stale === null ? null : await until('valid again', isBack, { withinMs: VALID_WITHIN_MS }).catch(missed)
  await sleep(SETTLE_MS)
  const flaggedAfterMs = stale === null ? null : passedMs(stale.sinceUs)
  const isSpared = stale === null && trouble.isAnnounced === true
  const problems = [
    ...(isSpared || (flaggedAfterMs !== null && flaggedAfterMs <= limitMs) ? [] : [`flagged after ${flaggedAfterMs} ms, at most ${limitMs} are stated`]),
    ...(stale === null || [REASONS[trouble.loss], ...(trouble.alsoBecause ?? [])].includes(stale.reason) ? [] : [`the reason is '${stale.reason}'`]),
    ...(back === null && !isSpared ? [`no valid book within ${VALID_WITHIN_MS} ms`] : []),
  ].map((problem) => `${trouble.name}: ${problem}`)
  return { name: trouble.name, flaggedAfterMs, validAfterMs: back === null ? null : passedMs(back.sinceUs), held: heldBy(pair.pid), problems }
}

const NAMED_COUNT = 5

/** Nothing once every book is valid; else the books that were not in time, and why. */
export const invalidBooks = async (pair: MarketPair, when: string, withinMs = VALID_WITHIN_MS): Promise<string[]> => {
  const invalid = async () => (await pair.health()).books.filter(({ state }) => state !== 'valid')
  const isDone = async (): Promise<boolean> => (await invalid().catch(missed))?.length === 0
  if (await until('every book is valid', isDone, { withinMs, everyMs: 500 }).catch(() => false)) return []
  const left = await invalid().catch(missed)
  if (left === null) return [`md did not say which books are valid ${when}`]
  const named = left.slice(0, NAMED_COUNT).map(({ symbol, state, reason }) => `'${symbol}' is ${state}: ${reason}`)
  return [`${left.length} books were not valid ${when} within ${withinMs} ms: ${named.join(', ')}`]
}

/** The last line of a proof, for machines. */
export const verdictLine = (proof: string, problems: readonly string[], skipped: readonly string[] = []): string =>
  `${JSON.stringify({ proof, verdict: problems.length === 0 ? 'ok' : 'failed', skipped: skipped.length, without: skipped, problems })}\n`
