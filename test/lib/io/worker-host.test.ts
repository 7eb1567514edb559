import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import { epochUs, lots, monoUs, ticks } from '../../../src/lib/base/units.ts'
import type { FromRunner, ToRunner } from '../../../src/lib/contracts/runner.ts'
import { createRingFile } from '../../../src/lib/io/ring-file.ts'
import { workerHost } from '../../../src/lib/io/worker-host.ts'
import { btc, shortFolder } from '../../kit/ring.ts'
import { until } from '../../kit/until.ts'

const monoNow = () => monoUs(Number(process.hrtime.bigint() / 1000n))
const BEGIN: ToRunner = { type: 'begin', strategyId: 'maker', epoch: 3, positions: [] }

const mapsOf = (path: string): number =>
  readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes(path)).length

/** A ring file, and a host whose thread reads it. */
const hosted = (test: Test, input: { readonly strategy: string; readonly params?: unknown; readonly busyPoll?: boolean }) => {
  const ringPath = join(shortFolder(test), 'md.ring')
  const writer = createRingFile(ringPath, { createdUs: 1, slotCount: 1024 })
  writer.addSymbol(btc)
  writer.beat(monoNow())
  const host = workerHost({ ringPath, params: {}, busyPoll: false, ...input })
  const said: FromRunner[] = []
  const ended: string[] = []
  let id = 0
  const head = () => {
    id += 1
    return { symbolIndex: 0, id, eventUs: epochUs(id), receivedMonoUs: monoNow(), publishedMonoUs: monoNow() }
  }
  const touch = (bidTicks: number): void => {
    writer.beat(monoNow())
    writer.state({ ...head(), code: 2, sinceUs: epochUs(1), reason: 0 })
    writer.ticker({ ...head(), bidTicks: ticks(bidTicks), bidLots: lots(5), askTicks: ticks(bidTicks + 1), askLots: lots(7) })
  }
  /** What the runner says first of one type; `nudge` is done at each look, for a thread that may be late. */
  const first = <Type extends FromRunner['type']>(type: Type, nudge: () => void = () => undefined) =>
    until(`the runner says '${type}'`, () => {
      nudge()
      return said.find((message): message is Extract<FromRunner, { type: Type }> => message.type === type)
    })
  return {
    ringPath,
    writer,
    host,
    said,
    ended,
    first,
    start: () =>
      host.start(
        (message) => void said.push(message as FromRunner),
        (reason) => void ended.push(reason),
      ),
    touch,
    stop: () => new Promise<void>((done) => host.stop(done)),
  }
}

t.test('runs the strategy in a thread that maps the ring itself', async (t) => {
  const rig = hosted(t, { strategy: 'maker' })
  rig.start()
  t.match(await rig.first('attached'), { symbols: ['BTCUSDT'], ringEpoch: 1 })
  t.match(await rig.first('snapshot.wanted'), { symbol: 'BTCUSDT' })
  t.equal(mapsOf(rig.ringPath), 2, 'the writer’s and the thread’s')
  rig.host.post(BEGIN)
  const { request } = await rig.first('submit', () => rig.touch(60_000))
  t.match(request, { intentId: 'maker-3-1', side: 'buy', price: '600', qty: '0.001' })
  t.match(request.causeMonoUs, Number)
  await rig.stop()
  t.equal(mapsOf(rig.ringPath), 1, 'freed')
  t.same(rig.ended, [], 'a wanted end is no failure')
  rig.writer.close()
})

t.test('reports its last counts when it is stopped', async (t) => {
  const rig = hosted(t, { strategy: 'noop', busyPoll: true })
  rig.start()
  await rig.first('attached')
  for (let index = 0; index < 10; index++) rig.touch(60_000)
  await rig.stop()
  const last = rig.said.findLast((message) => message.type === 'stats')
  t.match(last, { stats: { lostSlots: 0, overruns: 0 } })
  t.equal(last?.type === 'stats' && last.stats.deliveredSlots + last.stats.lostSlots, last?.type === 'stats' && last.stats.spanSlots)
  rig.writer.close()
})

t.test('a strategy that throws ends with failed, and its memory is freed', async (t) => {
  const rig = hosted(t, { strategy: 'maker', params: { qty: '0.0000001' } })
  rig.start()
  await rig.first('attached')
  rig.host.post(BEGIN)
  t.match(await rig.first('failed', () => rig.touch(60_000)), { message: /NaN/ })
  await rig.stop()
  t.equal(mapsOf(rig.ringPath), 1)
  rig.writer.close()
})

t.test('a thread that cannot start ends with the reason', async (t) => {
  const rig = hosted(t, { strategy: 'makr' })
  rig.start()
  await until('the thread has ended', () => rig.ended.length > 0)
  t.match(rig.ended, [/unknown strategy 'makr' \(code 1\)/])
  await rig.stop()
  t.pass('stopping it is harmless')
  rig.host.post(BEGIN)
  t.equal(rig.ended.length, 1)
  rig.writer.close()
})

t.test('waits for a ring that is not there yet', async (t) => {
  const ringPath = join(shortFolder(t), 'md.ring')
  const host = workerHost({ ringPath, strategy: 'noop', params: {}, busyPoll: false })
  const said: FromRunner[] = []
  host.start(
    (message) => void said.push(message as FromRunner),
    () => undefined,
  )
  await until('the runner reports', () => said.some(({ type }) => type === 'stats'))
  t.notOk(said.some(({ type }) => type === 'attached'))
  const writer = createRingFile(ringPath, { createdUs: 1, slotCount: 1024 })
  writer.beat(monoNow())
  await until('the ring is attached', () => said.find(({ type }) => type === 'attached'))
  await new Promise<void>((done) => host.stop(done))
  writer.close()
})

t.test('a host that was never started stops at once', async (t) => {
  const host = workerHost({ ringPath: '/nowhere/md.ring', strategy: 'noop', params: {}, busyPoll: false })
  host.post(BEGIN)
  await new Promise<void>((done) => host.stop(done))
  t.pass('stopped')
})
