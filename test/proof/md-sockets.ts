import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { BookStateChanged } from '../../src/lib/contracts/market.ts'
import { compareCheckpoints, type Held, heldBy, type MarketPair, startMarketPair, symbolNames } from '../kit/market-pair.ts'
import { until } from '../kit/until.ts'

/** What md says at once of a closed connection, and of a silent one after its limit and a tick; the rest is room for a busy machine. */
const FLAGGED_WITHIN_MS = { closed: 2_000, silent: 10_100 + 2_000 } as const
const REASONS = { closed: 'the connection is closed', silent: 'the connection is silent' } as const
const VALID_WITHIN_MS = 150_000
const ATTEMPTS_MAX = 300
const ATTEMPTS_SPAN_MS = 300_000
/** Connections that REST calls keep open for a while. */
const SPARE_DESCRIPTORS = 8
const RSS_MIB_MAX = 1_024
const SETTLE_MS = 1_000
const LIFE_S = 4
/** Lives of a socket that are waited for. */
const LIVES_COUNT = 3

type Loss = keyof typeof REASONS

interface Trouble {
  readonly name: string
  readonly loss: Loss
  begin(pair: MarketPair): Promise<void>
  /** What ends it, after the time of a trouble. */
  end?(pair: MarketPair): Promise<void>
  /** Only where streams are subscribed by messages. */
  readonly many?: boolean
}

const cutWhile = async (pair: MarketPair, act: string, more: object): Promise<void> => {
  await pair.act(act, more)
  await pair.act('disconnect')
}

const troublesOf = (forMs: number): Trouble[] => [
  { name: 'reset', loss: 'closed', begin: (pair) => pair.act('disconnect') },
  { name: 'serverShutdown and close', loss: 'closed', begin: (pair) => pair.act('shutdown') },
  { name: 'half-open', loss: 'silent', begin: (pair) => pair.act('half-open') },
  { name: 'refusal', loss: 'closed', begin: (pair) => cutWhile(pair, 'refuse', { forMs }) },
  { name: '429 on snapshots', loss: 'closed', begin: (pair) => cutWhile(pair, 'limit', { forMs, scope: 'snapshots' }) },
  { name: '418 on snapshots', loss: 'closed', begin: (pair) => cutWhile(pair, 'ban', { forMs, scope: 'snapshots' }) },
  {
    name: 'lost answer to SUBSCRIBE',
    loss: 'closed',
    many: true,
    begin: async (pair) => {
      await pair.fault('lost-subscribe:100%')
      await pair.act('disconnect')
    },
    end: (pair) => pair.fault(''),
  },
]

/** States of one book as they were told. */
const listen = (pair: MarketPair, symbol: string): BookStateChanged[] => {
  const told: BookStateChanged[] = []
  pair.peer.bus.subscribe('market_data.{symbol}.state', ({ body }) => {
    const change = body as BookStateChanged
    if (change.symbol === symbol) told.push(change)
  })
  return told
}

interface Played {
  readonly name: string
  readonly flaggedAfterMs: number | null
  readonly validAfterMs: number | null
  readonly held: Held
  readonly problems: readonly string[]
}

const missed = (): null => null

/** One trouble from a valid book to a valid book. */
const play = async (pair: MarketPair, told: BookStateChanged[], { trouble, forMs }: { readonly trouble: Trouble; readonly forMs: number }): Promise<Played> => {
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
  const problems = [
    ...(flaggedAfterMs !== null && flaggedAfterMs <= limitMs ? [] : [`flagged after ${flaggedAfterMs} ms, at most ${limitMs} are stated`]),
    ...(stale === null || stale.reason === REASONS[trouble.loss] ? [] : [`the reason is '${stale.reason}'`]),
    ...(back === null ? [`no valid book within ${VALID_WITHIN_MS} ms`] : []),
  ].map((problem) => `${trouble.name}: ${problem}`)
  return { name: trouble.name, flaggedAfterMs, validAfterMs: back === null ? null : passedMs(back.sinceUs), held: heldBy(pair.pid), problems }
}

const attemptsOf = async (pair: MarketPair): Promise<number> => (await pair.health()).connections.reduce((total, { attempts }) => total + attempts, 0)

const allValid = (pair: MarketPair): Promise<boolean> =>
  until('every book is valid', async () => (await pair.health()).books.every(({ state }) => state === 'valid'), {
    withinMs: VALID_WITHIN_MS,
    everyMs: 500,
  }).catch(() => false)

const heldProblems = (before: Held, all: readonly Held[]): string[] => {
  const [last, mostMib] = [all.at(-1) ?? before, Math.max(...all.map(({ rssMib }) => rssMib))]
  return [
    ...(last.descriptors <= before.descriptors + SPARE_DESCRIPTORS ? [] : [`${before.descriptors} descriptors became ${last.descriptors}`]),
    ...(mostMib <= RSS_MIB_MAX ? [] : [`md held ${mostMib} MiB`]),
  ]
}

const goThrough = async (count: number, forMs: number): Promise<string[]> => {
  const symbols = symbolNames(count)
  const pair = await startMarketPair(symbols)
  const told = listen(pair, symbols[0] ?? '')
  const fromMs = performance.now()
  const started = await allValid(pair)
  const before = heldBy(pair.pid)
  const played: Played[] = []
  for (const trouble of troublesOf(forMs)) if (trouble.many !== true || count > 20) played.push(await play(pair, told, { trouble, forMs }))
  const healed = await allValid(pair)
  await sleep(SETTLE_MS)
  const books = await pair.compare(symbols.slice(0, 50))
  const attempts = await attemptsOf(pair)
  const held = heldBy(pair.pid)
  const spanMs = Math.round(performance.now() - fromMs)
  const ends = await pair.stop()
  const checkpoints = await compareCheckpoints(pair.dir)
  const attemptsMax = ATTEMPTS_MAX * Math.max(1, spanMs / ATTEMPTS_SPAN_MS)
  const problems = [
    ...ends,
    ...(started ? [] : ['not every book became valid at the start']),
    ...played.flatMap((one) => one.problems),
    ...(healed ? [] : ['not every book was valid at the end']),
    ...books.problems,
    ...(attempts < attemptsMax ? [] : [`${attempts} attempts to connect in ${spanMs} ms`]),
    ...(checkpoints.wrong === 0 && checkpoints.compared > 0 ? [] : [`${checkpoints.wrong} of ${checkpoints.compared} books differ from the venue's`]),
    ...heldProblems(before, [...played.map((one) => one.held), held]),
  ].map((problem) => `${count} symbols: ${problem}`)
  const troubles = played.map(({ problems: _, ...one }) => one)
  process.stdout.write(`${JSON.stringify({ symbols: count, spanMs, attempts, before, after: held, books: books.compared, checkpoints, troubles, problems })}\n`)
  pair.remove()
  return problems
}

/** Sockets that the venue cuts at their age, as all of them are after a day. */
const outlive = async (lifeS: number): Promise<string[]> => {
  const symbols = symbolNames(2)
  const pair = await startMarketPair(symbols, '--sockets', `life=${lifeS}s`)
  const told = listen(pair, symbols[0] ?? '')
  await sleep(LIVES_COUNT * lifeS * 1_000 + SETTLE_MS)
  const healed = await allValid(pair)
  const books = await pair.compare(symbols)
  const cuts = told.filter(({ state }) => state === 'stale')
  const ends = await pair.stop()
  const checkpoints = await compareCheckpoints(pair.dir)
  const problems = [
    ...ends,
    ...(healed ? [] : ['not every book was valid after the last cut']),
    ...(cuts.length >= LIVES_COUNT - 1 ? [] : [`only ${cuts.length} cuts were told of`]),
    ...cuts.filter(({ reason }) => reason !== REASONS.closed).map(({ reason }) => `the reason of a cut is '${reason}'`),
    ...books.problems,
    ...(checkpoints.wrong === 0 ? [] : [`${checkpoints.wrong} of ${checkpoints.compared} books differ from the venue's`]),
  ].map((problem) => `life of ${lifeS} s: ${problem}`)
  process.stdout.write(`${JSON.stringify({ lifeS, cuts: cuts.length, books: books.compared, checkpoints, problems })}\n`)
  pair.remove()
  return problems
}

export const proof = {
  name: 'md-sockets',
  summary: 'cuts, closes, silences, refusals, lost answers and limits over real sockets: stale in time, few attempts, and every book right afterwards',
  run: async (args: string[]): Promise<number> => {
    const options = { symbols: { type: 'string', default: '1,1000' }, 'for-s': { type: 'string', default: '30' } } as const
    const { values } = parseArgs({ args, options })
    const problems: string[] = []
    problems.push(...(await outlive(LIFE_S)))
    for (const count of values.symbols.split(',')) problems.push(...(await goThrough(Number(count), Number(values['for-s']) * 1_000)))
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
