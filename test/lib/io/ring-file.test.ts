import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { MappedRange } from '../../../src/lib/io/mmap.ts'
import { unmapRange } from '../../../src/lib/io/mmap.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import { createRingFile, openRingFile } from '../../../src/lib/io/ring-file.ts'
import { btc, collector, sample } from '../../kit/ring.ts'
import { tornReads } from '../../proof/ring-torn.ts'

const options = { createdUs: 1_700_000_000_000_000, slotCount: 64 }

const mapsOf = (path: string): number =>
  readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes(path)).length

t.test('a reader of the file is shown what the writer wrote', async (t) => {
  const path = join(t.testdir(), 'md.ring')
  const writer = createRingFile(path, options)
  writer.addSymbol(btc)
  const reader = openRingFile(path)
  writer.ticker(sample.ticker(5))
  writer.book(sample.book(6))
  const shown = collector()
  t.equal(reader.poll(shown.visitor, 10), 2)
  t.match(shown.records, [sample.ticker(5), { id: 6, bidCount: 20 }])
  t.same(reader.symbols(), [btc])
  reader.close()
  writer.close()
  t.equal(mapsOf(path), 0)
})

t.test('the header names its process and the file is private', async (t) => {
  const path = join(t.testdir(), 'md.ring')
  createRingFile(path, options).close()
  const header = new DataView(new Uint8Array(readFileSync(path)).buffer)
  t.equal(header.getUint32(28, true), process.pid)
  t.equal(header.getFloat64(32, true), startTicksOf(process.pid))
  t.equal(header.getFloat64(40, true), options.createdUs)
  t.equal(header.getInt32(128, true), 2, 'closed')
  t.equal(statSync(path).mode & 0o777, 0o600)
})

t.test('each new ring has the next epoch, also after one of another version', async (t) => {
  const path = join(t.testdir(), 'md.ring')
  createRingFile(path, options).close()
  const second = createRingFile(path, options)
  t.equal(second.epoch, 2)
  second.close()
  const bytes = readFileSync(path)
  bytes.writeUInt32LE(99, 4)
  writeFileSync(path, bytes)
  const third = createRingFile(path, options)
  t.equal(third.epoch, 3)
  third.close()
})

t.test('a reader of the old epoch keeps its ring when a new one takes the name', async (t) => {
  const path = join(t.testdir(), 'md.ring')
  const first = createRingFile(path, options)
  first.addSymbol(btc)
  const reader = openRingFile(path)
  const second = createRingFile(path, options)
  first.ticker(sample.ticker(1))
  t.equal(reader.poll(collector().visitor, 10), 1)
  t.same([reader.epoch, openRingFile(path).epoch], [1, 2])
  first.close()
  second.close()
})

t.test('does not write over a file that is no ring', async (t) => {
  const path = join(t.testdir({ 'md.ring': 'precious bytes of somebody else' }), 'md.ring')
  t.throws(() => createRingFile(path, options), { code: 'RING_FOREIGN', exit: 78, message: /magic 0x63657270 seen, 0x474e5254 expected/ })
  t.equal(readFileSync(path, 'utf8'), 'precious bytes of somebody else')
})

t.test('refuses to read a foreign file, a cut one and a missing one, and leaves no mapping', async (t) => {
  const folder = t.testdir({ foreign: 'x'.repeat(5000) })
  const path = join(folder, 'md.ring')
  createRingFile(path, options).close()
  writeFileSync(join(folder, 'cut'), readFileSync(path).subarray(0, 6000))
  t.throws(() => openRingFile(join(folder, 'foreign')), { code: 'RING_FOREIGN', exit: 78, message: /magic 0x78787878 seen, 0x474e5254 expected/ })
  t.throws(() => openRingFile(join(folder, 'cut')), { code: 'RING_FOREIGN', exit: 78, message: /6000 bytes seen, 12288 expected/ })
  t.throws(() => openRingFile(join(folder, 'missing')), { code: 'RING_MISSING', category: 'retry', exit: 3 })
  t.equal(mapsOf(folder), 0)
})

for (const isClosing of [false, true]) {
  t.test(`a worker maps the ring itself and ${isClosing ? 'closes it' : 'is ended while it spins; the host then unmaps it'}`, async (t) => {
    const path = join(t.testdir(), 'md.ring')
    const writer = createRingFile(path, options)
    writer.addSymbol(btc)
    for (let id = 0; id < 9; id++) writer.ticker(sample.ticker(id))
    const worker = new Worker(new URL('../../kit/ring-worker.ts', import.meta.url), { workerData: { path, isClosing } })
    const messages: { readonly mapped?: MappedRange; readonly read?: number }[] = []
    worker.on('message', (message) => messages.push(message))
    while (messages.length < 2) await once(worker, 'message')
    t.match(messages, [{ mapped: { bytes: 4096 + 64 * 128 } }, { read: 9 }])
    if (isClosing) await once(worker, 'exit')
    else await worker.terminate()
    t.equal(mapsOf(path), isClosing ? 1 : 2)
    const range = messages[0]?.mapped
    if (!isClosing && range !== undefined) unmapRange(range)
    t.equal(mapsOf(path), 1)
    writer.ticker(sample.ticker(10))
    writer.close()
  })
}

t.test('two processes: no torn record is shown and every record is read or counted as lost', async (t) => {
  const report = await tornReads(300_000, 64)
  t.equal(report.undetected, 0)
  t.equal(report.read + report.lost, 300_000)
  t.ok(report.overruns > 0)
  t.ok(report.read > 0)
})
