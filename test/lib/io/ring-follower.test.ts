import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import { type MonoUs, monoUs } from '../../../src/lib/base/units.ts'
import { type BellServer, openBell } from '../../../src/lib/io/bell.ts'
import { createRingFile, openRingFile } from '../../../src/lib/io/ring-file.ts'
import { type FollowOptions, followRing } from '../../../src/lib/io/ring-follower.ts'
import type { RingWriter } from '../../../src/lib/ports/ring.ts'
import { btc, sample, shortFolder } from '../../kit/ring.ts'
import { until } from '../../kit/until.ts'

const nowMonoUs = (): MonoUs => monoUs(Number(process.hrtime.bigint() / 1000n))

const newRing = (path: string): RingWriter => {
  const writer = createRingFile(path, { createdUs: 1, slotCount: 1024 })
  writer.addSymbol(btc)
  writer.beat(nowMonoUs())
  return writer
}

/** Follows the ring of a fresh folder and counts what it is shown. */
const follow = (test: Test, options: Partial<FollowOptions> = {}) => {
  const folder = shortFolder(test)
  const path = join(folder, 'md.ring')
  const bellPath = join(folder, 'md.bell.sock')
  const seen: { ids: number[]; epochs: number[]; previous: number[]; errors: unknown[] } = { ids: [], epochs: [], previous: [], errors: [] }
  const start = () => {
    const follower = followRing({
      open: () => openRingFile(path),
      bellPath,
      visitor: { onTicker: (view) => seen.ids.push(view.id), onOverrun: () => undefined },
      nowMonoUs,
      onOpen: (reader, previous) => {
        seen.epochs.push(reader.epoch)
        if (previous !== undefined) seen.previous.push(previous.delivered())
      },
      onError: (error) => seen.errors.push(error),
      ...options,
    })
    test.teardown(() => follower.close())
    return follower
  }
  return { path, bellPath, seen, start }
}

const bellOf = (bellPath: string, writer: RingWriter): Promise<BellServer> => openBell(bellPath, () => writer.position())

t.test('waits for the first ring and then shows its records, rung by the bell', async (t) => {
  const { path, bellPath, seen, start } = follow(t)
  const follower = start()
  t.equal(follower.reader(), undefined)
  const writer = newRing(path)
  const bell = await bellOf(bellPath, writer)
  await until('the ring is open', () => seen.epochs.length === 1)
  for (let id = 1; id <= 3; id++) {
    writer.ticker(sample.ticker(id))
    bell.notify()
    await until(`record ${id}`, () => seen.ids.includes(id))
  }
  t.same(seen.ids, [1, 2, 3])
  follower.close()
  await bell.close()
})

t.test('polls when there is no bell', async (t) => {
  const { path, seen, start } = follow(t)
  const writer = newRing(path)
  start()
  writer.ticker(sample.ticker(1))
  await until('the record', () => seen.ids.length === 1)
  t.same(seen.ids, [1])
})

t.test('spins without a bell when it is told to', async (t) => {
  const { path, bellPath, seen, start } = follow(t, { busyPoll: true })
  const writer = newRing(path)
  const bell = await bellOf(bellPath, writer)
  const follower = start()
  writer.ticker(sample.ticker(1))
  await until('the record', () => seen.ids.length === 1)
  t.same(seen.ids, [1])
  follower.close()
  await bell.close()
})

t.test('shows all of a burst that is larger than one batch', async (t) => {
  const { path, seen, start } = follow(t)
  const writer = newRing(path)
  start()
  for (let id = 0; id < 900; id++) writer.ticker(sample.ticker(id))
  await until('the burst', () => seen.ids.length === 900)
  t.same(
    seen.ids,
    Array.from({ length: 900 }, (_, id) => id),
  )
})

t.test('finishes a closed ring and goes on with its successor', async (t) => {
  const { path, bellPath, seen, start } = follow(t)
  const first = newRing(path)
  const firstBell = await bellOf(bellPath, first)
  start()
  for (let id = 0; id < 600; id++) first.ticker(sample.ticker(id))
  first.close()
  await firstBell.close()
  const second = newRing(path)
  const secondBell = await bellOf(bellPath, second)
  await until('the second epoch', () => seen.epochs.length === 2)
  second.ticker(sample.ticker(1000))
  secondBell.notify()
  await until('its record', () => seen.ids.includes(1000))
  t.same(seen.epochs, [1, 2])
  t.same(seen.previous, [600])
  t.equal(seen.ids.length, 601)
  await secondBell.close()
})

t.test('leaves a ring whose beat is older than a second as soon as there is another', async (t) => {
  const clock = { us: 5_000_000 }
  const { path, seen, start } = follow(t, { busyPoll: true, nowMonoUs: () => monoUs(clock.us) })
  const dead = createRingFile(path, { createdUs: 1, slotCount: 64 })
  dead.beat(monoUs(5_000_000))
  const follower = start()
  const next = createRingFile(path, { createdUs: 2, slotCount: 64 })
  next.beat(monoUs(6_000_001))
  clock.us = 6_000_000
  let looks = 0
  await until('some looks at a beat that is young enough', () => ++looks > 15)
  t.equal(follower.reader()?.epoch, 1)
  clock.us = 6_000_001
  await until('the second epoch', () => seen.epochs.length === 2)
  t.same(seen.epochs, [1, 2])
})

t.test('a foreign file ends it with the error', async (t) => {
  const { path, seen, start } = follow(t, { open: () => openRingFile(import.meta.filename) })
  rmSync(path, { force: true })
  start()
  t.match(seen.errors, [{ code: 'RING_FOREIGN', exit: 78 }])
})

t.test('an error of the visitor ends it and nothing more is shown', async (t) => {
  const { path, seen, start } = follow(t, {
    visitor: {
      onTicker: () => {
        throw new Error('planned')
      },
      onOverrun: () => undefined,
    },
  })
  const writer = newRing(path)
  const follower = start()
  writer.ticker(sample.ticker(1))
  writer.ticker(sample.ticker(2))
  await until('the error', () => seen.errors.length > 0)
  t.match(seen.errors, [{ message: 'planned' }])
  t.equal(follower.reader()?.state(), 2)
})

t.test('follows from a worker thread', async (t) => {
  const { path, bellPath } = follow(t)
  const writer = newRing(path)
  const bell = await bellOf(bellPath, writer)
  const worker = new Worker(new URL('../../kit/follow-worker.ts', import.meta.url), { workerData: { path, bellPath } })
  const messages: unknown[] = []
  worker.on('message', (message) => messages.push(message))
  await until('the ring is open', () => messages.includes('open'))
  writer.ticker(sample.ticker(42))
  bell.notify()
  await until('the record', () => messages.includes(42))
  t.same(messages, ['open', 42])
  await worker.terminate()
  await bell.close()
})
