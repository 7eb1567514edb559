import { Writable } from 'node:stream'
import t from 'tap'
import { recordWriter } from '../../../src/lib/cli/output.ts'
import { until } from '../../kit/until.ts'

const MIB = 1024 * 1024

interface Pipe {
  readonly stream: Writable
  readonly chunks: string[]
  /** Takes what was held back, and everything later at once. */
  read(): void
}

/** A pipe whose reader is asleep until `read`. */
const pipe = (): Pipe => {
  const chunks: string[] = []
  let awake = false
  let held: (() => void) | undefined
  const stream = new Writable({
    decodeStrings: true,
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk))
      if (awake) done()
      else held = done
    },
  })
  return {
    stream,
    chunks,
    read: () => {
      awake = true
      held?.()
    },
  }
}

const recordsOf = ({ chunks }: Pipe): Array<{ readonly type?: string; readonly n?: number; readonly dropped?: number }> =>
  chunks
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

t.test('writes the records of one turn at once', async (t) => {
  const out = pipe()
  out.read()
  const writer = recordWriter(out.stream)
  writer.write({ n: 1 })
  writer.write({ n: 2 })
  t.strictSame(out.chunks, [])
  await new Promise<void>((resolve) => void setImmediate(resolve))
  t.strictSame(out.chunks, ['{"n":1}\n{"n":2}\n'])
})

t.test('does not gather more than 64 KiB in one turn', async (t) => {
  const out = pipe()
  out.read()
  const writer = recordWriter(out.stream)
  writer.write({ text: 'x'.repeat(70_000) })
  t.equal(out.chunks.length, 1)
})

t.test('flushes what is gathered and waits until it has left', async (t) => {
  const out = pipe()
  const writer = recordWriter(out.stream)
  writer.write({ n: 1 })
  let over = false
  const flushed = writer.flush().then(() => {
    over = true
  })
  await new Promise<void>((resolve) => void setImmediate(resolve))
  t.equal(over, false)
  out.read()
  await flushed
  t.strictSame(recordsOf(out), [{ n: 1 }])
})

t.test('keeps only the newest record while the reader is more than 8 MiB behind, and says how many are not there', async (t) => {
  const out = pipe()
  const writer = recordWriter(out.stream)
  const text = 'x'.repeat(MIB)
  for (let n = 1; n <= 12; n++) writer.write({ n, text })
  t.equal(writer.dropped, 3)
  out.read()
  await writer.flush()
  writer.write({ n: 13 })
  await writer.flush()
  t.strictSame(
    recordsOf(out).map(({ n, type, dropped }) => n ?? `${type} ${dropped}`),
    [1, 2, 3, 4, 5, 6, 7, 8, 'gap 3', 12, 13],
  )
  t.equal(writer.dropped, 3)
})

t.test('puts the gap before the first record behind it', async (t) => {
  const out = pipe()
  const writer = recordWriter(out.stream)
  for (let n = 1; n <= 10; n++) writer.write({ n, text: 'x'.repeat(MIB) })
  out.read()
  await until('the reader has caught up', () => out.stream.writableLength === 0)
  writer.write({ n: 11 })
  await writer.flush()
  t.match(recordsOf(out).slice(-3), [{ v: 1, type: 'gap', dropped: 1 }, { n: 10 }, { n: 11 }])
})

t.test('counts per topic, so that a gap equals the hole in the sequence', async (t) => {
  const out = pipe()
  const writer = recordWriter(out.stream)
  const text = 'x'.repeat(MIB)
  for (let seq = 1; seq <= 9; seq++) writer.write({ topic: 'a', seq, text })
  for (let seq = 10; seq <= 40; seq++) for (const topic of ['a', 'b']) writer.write({ topic, seq, symbol: topic }, topic === 'b' && seq === 20 ? 5 : 0)
  out.read()
  await until('the reader has caught up', () => out.stream.writableLength === 0)
  writer.write({ topic: 'a', seq: 41 })
  writer.write({ topic: 'b', seq: 41 })
  await writer.flush()
  const seen = recordsOf(out) as Array<{ topic: string; seq?: number; dropped?: number }>
  const ofA = seen.filter(({ topic }) => topic === 'a')
  const at = ofA.findIndex(({ dropped }) => dropped !== undefined)
  t.equal(ofA[at]?.dropped, (ofA[at + 1]?.seq ?? 0) - (ofA[at - 1]?.seq ?? 0) - 1)
  t.match(
    seen.filter(({ topic }) => topic === 'b'),
    [{ type: 'gap', symbol: 'b', dropped: 35 }, { seq: 40 }, { seq: 41 }],
  )
})

t.test('a gap has the fields of every record, and the sequence of the last one that is missing', async (t) => {
  const out = pipe()
  out.read()
  const writer = recordWriter(out.stream)
  const fields = { v: 1, ts: 7, src: 'md', topic: 'a', symbol: 'A', correlationId: 'md-1-9' }
  writer.write({ ...fields, type: 'trade', seq: 12 }, 3)
  writer.write({ n: 1 }, 2)
  await writer.flush()
  t.strictSame(
    recordsOf(out).filter(({ type }) => type === 'gap'),
    [
      { ...fields, type: 'gap', seq: 11, dropped: 3 },
      { v: 1, type: 'gap', dropped: 2 },
    ],
  )
})

t.test('ends a flush when the reader has gone', async (t) => {
  const out = pipe()
  out.stream.on('error', () => undefined)
  const writer = recordWriter(out.stream)
  writer.write({ n: 1 })
  const flushed = writer.flush()
  out.stream.destroy(new Error('EPIPE'))
  await t.resolves(flushed)
  writer.write({ n: 2 })
  await t.resolves(writer.flush())
  t.strictSame(recordsOf(out), [{ n: 1 }])
})
