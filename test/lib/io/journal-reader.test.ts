import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { must } from '../../../src/lib/base/assert.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import { imagesOf, payloads } from '../../kit/journal-images.ts'

t.test('reads nothing where no journal is', async (t) => {
  t.strictSame(readJournal(join(t.testdir(), 'none')), { frames: [], torn: undefined, lastSegment: 0 })
})

t.test('reads frames and a torn tail and changes nothing', async (t) => {
  const folder = t.testdir()
  const images = imagesOf(payloads(40, 300))
  const last = must(images.at(-1), 'last')
  const path = join(folder, last.name)
  for (const image of images) writeFileSync(join(folder, image.name), image === last ? image.bytes.subarray(0, 5000) : image.bytes)
  const { frames, torn, lastSegment } = readJournal(folder)
  t.ok(frames.length > 0 && frames.length < 40)
  t.equal(torn?.name, last.name)
  t.equal(lastSegment, images.length)
  t.equal(statSync(path).size, 5000)
})
