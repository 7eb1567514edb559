import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CliPeer } from '../../src/lib/cli/peer.ts'

/** Its pipe is full by then, and it counts as behind. */
const SETTLE_MS = 2_500

/** Latency of one round, microseconds from the stamp of the publisher to this reader. */
export interface Round {
  readonly stalled: boolean
  readonly count: number
  readonly p50Us: number
  readonly p95Us: number
  readonly p99Us: number
}

/** What is compared of the rounds. */
export type Quantile = 'p50Us' | 'p95Us' | 'p99Us'

/** What the rounds say: how much later others hear while the reader is stalled (negative: earlier, for a sleeper leaves them the processor), and how much rounds of one kind differ among themselves. */
export interface Comparison {
  readonly differenceUs: number
  readonly spreadUs: number
}

const quantile = (sorted: readonly number[], ratio: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))] ?? Number.NaN

const middle = (sorted: readonly number[]): number =>
  ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2

const inOrder = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** Rounds in turn, the other reader draining its pipe in one and asleep in the next; this reader measures what both cost it. */
export const playRounds = async (
  peer: CliPeer,
  other: Readable,
  { pairs, roundMs }: { readonly pairs: number; readonly roundMs: number },
): Promise<Round[]> => {
  const rounds: Round[] = []
  let latenciesUs: number[] = []
  for (const plane of ['trades', 'ticker', 'orderbook'])
    peer.bus.subscribe(`market_data.{symbol}.${plane}`, ({ tsUs }) => latenciesUs.push(peer.clock.nowUs() - tsUs))
  for (let round = 0; round < 2 * pairs; round++) {
    const stalled = round % 2 === 1
    if (stalled) other.pause()
    else other.resume()
    await sleep(SETTLE_MS)
    latenciesUs = []
    await sleep(roundMs)
    const sorted = inOrder(latenciesUs)
    rounds.push({ stalled, count: sorted.length, p50Us: quantile(sorted, 0.5), p95Us: quantile(sorted, 0.95), p99Us: quantile(sorted, 0.99) })
  }
  return rounds
}

const rangeOf = (sorted: readonly number[]): number => (sorted.at(-1) ?? 0) - (sorted[0] ?? 0)

/** Compares the middle of the stalled rounds with that of the others. */
export const compare = (rounds: readonly Round[], of: Quantile): Comparison => {
  const valuesOf = (stalled: boolean): number[] => inOrder(rounds.filter((round) => round.stalled === stalled).map((round) => round[of]))
  const [reading, asleep] = [valuesOf(false), valuesOf(true)]
  return { differenceUs: middle(asleep) - middle(reading), spreadUs: Math.max(rangeOf(reading), rangeOf(asleep)) }
}

/** Gap records whose `dropped` is not the hole in `seq` that follows, one line each, and how many gaps there are. */
export const judgeGaps = (
  records: ReadonlyArray<Readonly<Record<string, unknown>>>,
): { readonly gaps: number; readonly dropped: number; readonly problems: string[] } => {
  const lastSeq = new Map<unknown, number>()
  const open = new Map<unknown, number>()
  const problems: string[] = []
  let gaps = 0
  let dropped = 0
  for (const record of records) {
    const { type, topic } = record
    if (type === 'gap') {
      gaps += 1
      dropped += Number(record['dropped'])
      open.set(topic, Number(record['dropped']))
      continue
    }
    const seq = Number(record['seq'])
    const hole = seq - (lastSeq.get(topic) ?? seq - 1) - 1
    if (hole !== (open.get(topic) ?? 0) && lastSeq.has(topic)) problems.push(`'${topic}' has a hole of ${hole} before ${seq}, told as ${open.get(topic) ?? 0}`)
    lastSeq.set(topic, seq)
    open.delete(topic)
  }
  return { gaps, dropped, problems }
}
