import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { must } from '../../../src/lib/base/assert.ts'
import { cutTail, readSegments, segmentName } from '../../../src/lib/io/journal-folder.ts'
import { recover } from '../../../src/lib/journal/recover.ts'
import { imagesOf, payloads } from '../../kit/journal-images.ts'

t.test('names segments so that they sort', async (t) => {
  t.strictSame([segmentName(1), segmentName(12_345_678)], ['00000001.trj', '12345678.trj'])
})

t.test('reads segments in order, passes over other files and leaves the unused room off', async (t) => {
  const folder = t.testdir({ spare: 'x', LOCK: '', '00000001.trj.4096.torn': 'x' })
  const images = imagesOf(payloads(40, 300), 4 * 1024 * 1024)
  for (const image of [...images].reverse()) writeFileSync(join(folder, image.name), image.bytes)
  const read = [...readSegments(folder)]
  t.strictSame(
    read.map(({ index, name }) => [index, name]),
    images.map(({ index, name }) => [index, name]),
  )
  t.ok(must(read[0], 'segment').bytes.length < 1024 * 1024)
  t.equal(recover(read).frames.length, 40)
})

t.test('keeps a torn tail beside its segment and puts zeros in its place', async (t) => {
  const folder = t.testdir()
  const [image] = imagesOf(payloads(3))
  const { name, bytes } = must(image, 'image')
  bytes.fill(0xaa, 5000, 5100)
  writeFileSync(join(folder, name), bytes)
  const { torn, end } = recover(readSegments(folder))
  cutTail(folder, must(torn, 'torn'), must(end, 'end'))
  t.strictSame(readdirSync(folder).sort(), [name, `${name}.${end?.offset}.torn`])
  t.equal(readFileSync(join(folder, `${name}.${end?.offset}.torn`)).length, 5100 - must(end, 'end').offset)
  t.ok(
    readFileSync(join(folder, name))
      .subarray(end?.offset)
      .every((byte) => byte === 0),
  )
})
