import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { compareCheckpoints, type Held, heldBy, type MarketPair, startMarketPair, symbolNames } from '../kit/market-pair.ts'
import { krakenSockets } from './md-sockets-kraken.ts'
import { allValid, listen, play, REASONS, troublesOf } from './md-troubles.ts'

const ATTEMPTS_MAX = 300
const ATTEMPTS_SPAN_MS = 300_000
/** Connections that REST calls keep open for a while. */
const SPARE_DESCRIPTORS = 8
const RSS_MIB_MAX = 1_024
const SETTLE_MS = 1_000
const LIFE_S = 4
/** Lives of a socket that are waited for. */
const LIVES_COUNT = 3

const attemptsOf = async (pair: MarketPair): Promise<number> => (await pair.health()).connections.reduce((total, { attempts }) => total + attempts, 0)

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
  const played: Awaited<ReturnType<typeof play>>[] = []
  for (const trouble of troublesOf(forMs, count > 20 ? ['snapshots', 'messages'] : ['snapshots'])) played.push(await play(pair, told, { trouble, forMs }))
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
    const forMs = Number(values['for-s']) * 1_000
    const binance = async (): Promise<string[]> => {
      const problems = await outlive(LIFE_S)
      for (const count of values.symbols.split(',')) problems.push(...(await goThrough(Number(count), forMs)))
      return problems
    }
    const problems = (await Promise.all([binance(), krakenSockets(forMs)])).flat()
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    return problems.length === 0 ? 0 : 8
  },
}
