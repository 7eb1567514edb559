import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { compareCheckpoints, type Held, heldBy, type MarketPair, startMarketPair, steadySymbols, symbolNames } from '../kit/market-pair.ts'
import { krakenLacks, krakenSockets } from './md-sockets-kraken.ts'
import { invalidBooks, listen, play, REASONS, type TroubleTimes, troublesOf, verdictLine } from './md-troubles.ts'

const ATTEMPTS_MAX = 300
const ATTEMPTS_SPAN_MS = 300_000
/** Connections that REST calls keep open for a while. */
const SPARE_DESCRIPTORS = 8
const RSS_MIB_MAX = 1_024
const SETTLE_MS = 1_000
/** So many symbols are named in the address of the connection; more are subscribed by messages. */
const FEW_COUNT = 20
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

const goThrough = async (count: number, times: TroubleTimes): Promise<string[]> => {
  const symbols = symbolNames(count)
  const pair = await startMarketPair(symbols)
  const told = listen(pair, steadySymbols(symbols, 1)[0] ?? '')
  const fromMs = performance.now()
  const started = await invalidBooks(pair, 'at the start')
  const startedMs = Math.round(performance.now() - fromMs)
  const before = heldBy(pair.pid)
  const played: Awaited<ReturnType<typeof play>>[] = []
  for (const trouble of troublesOf(times, count > FEW_COUNT ? ['snapshots', 'messages'] : ['snapshots']))
    played.push(await play(pair, told, { trouble, forMs: times.forMs }))
  const healed = await invalidBooks(pair, 'at the end')
  await sleep(SETTLE_MS)
  const books = await pair.compare(steadySymbols(symbols, 50))
  const attempts = await attemptsOf(pair)
  const held = heldBy(pair.pid)
  const spanMs = Math.round(performance.now() - fromMs)
  const ends = await pair.stop()
  const checkpoints = await compareCheckpoints(pair.dir)
  const attemptsMax = ATTEMPTS_MAX * Math.max(1, spanMs / ATTEMPTS_SPAN_MS)
  const problems = [
    ...ends,
    ...started,
    ...played.flatMap((one) => one.problems),
    ...healed,
    ...books.problems,
    ...(attempts < attemptsMax ? [] : [`${attempts} attempts to connect in ${spanMs} ms`]),
    ...(checkpoints.wrong === 0 && checkpoints.compared > 0 ? [] : [`${checkpoints.wrong} of ${checkpoints.compared} books differ from the venue's`]),
    ...heldProblems(before, [...played.map((one) => one.held), held]),
  ].map((problem) => `${count} symbols: ${problem}`)
  const troubles = played.map(({ problems: _, ...one }) => one)
  process.stdout.write(
    `${JSON.stringify({ symbols: count, spanMs, startedMs, attempts, before, after: held, books: books.compared, checkpoints, troubles, problems })}\n`,
  )
  pair.remove()
  return problems
}

/** Sockets that the venue cuts at their age, as all of them are after a day. */
const outlive = async (lifeS: number): Promise<string[]> => {
  const symbols = symbolNames(2)
  const pair = await startMarketPair(symbols, '--sockets', `life=${lifeS}s`)
  const told = listen(pair, symbols[0] ?? '')
  await sleep(LIVES_COUNT * lifeS * 1_000 + SETTLE_MS)
  const healed = await invalidBooks(pair, 'after the last cut')
  const books = await pair.compare(symbols)
  const cuts = told.filter(({ state }) => state === 'stale')
  const ends = await pair.stop()
  const checkpoints = await compareCheckpoints(pair.dir)
  const problems = [
    ...ends,
    ...healed,
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
    const options = {
      symbols: { type: 'string', default: '1,1000' },
      'for-s': { type: 'string', default: '20' },
      'refusal-s': { type: 'string', default: '120' },
    } as const
    const { values } = parseArgs({ args, options })
    const times = { forMs: Number(values['for-s']) * 1_000, refusalMs: Number(values['refusal-s']) * 1_000 }
    const short = { ...times, refusalMs: Math.min(times.forMs, times.refusalMs) }
    const counts = values.symbols.split(',').map(Number)
    const most = Math.max(...counts)
    const binance = async (): Promise<string[]> => {
      const problems = await outlive(LIFE_S)
      for (const count of counts) problems.push(...(await goThrough(count, count === most ? times : short)))
      return problems
    }
    const lacking = krakenLacks()
    if (lacking !== null) process.stderr.write(`skipped: ${lacking}\n`)
    const kraken = (): Promise<string[]> => (lacking === null ? krakenSockets(short) : Promise.resolve([]))
    // A thousand symbols need the machine for themselves.
    const problems = most > FEW_COUNT ? [...(await binance()), ...(await kraken())] : (await Promise.all([binance(), kraken()])).flat()
    for (const problem of problems) process.stderr.write(`${problem}\n`)
    process.stdout.write(verdictLine('md-sockets', problems, lacking === null ? [] : [lacking]))
    return problems.length === 0 ? 0 : 8
  },
}
