import { existsSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type DiskCalls, diskCalls, openMedium, prepareSpare } from '../../../src/lib/io/journal-medium.ts'
import { SEGMENT_HEADER_BYTES } from '../../../src/lib/journal/segment.ts'

const SEGMENT_BYTES = 1_500_000
const chunk = (index: number, offset: number, length: number) => ({ index, offset, bytes: new Uint8Array(length).fill(7), segmentBytes: SEGMENT_BYTES })

/** Real calls, noted with what lies in the folder at that moment. */
const noted = (folder: string) => {
  const log: string[] = []
  const disk: DiskCalls = {
    write: (fd, bytes, place) => {
      log.push(`write ${bytes.length} at ${place.position}`)
      return diskCalls.write(fd, bytes, place)
    },
    fdatasync: (fd) => {
      log.push(`fdatasync with ${readdirSync(folder).join(' ')}`)
      return diskCalls.fdatasync(fd)
    },
  }
  return { disk, log }
}

t.test('writes a spare out in full before it gets its name', async (t) => {
  const folder = t.testdir()
  const { disk, log } = noted(folder)
  await prepareSpare(folder, SEGMENT_BYTES, disk)
  t.strictSame(log, ['write 1048576 at 0', 'write 451424 at 1048576', 'fdatasync with spare.tmp'])
  t.equal(statSync(join(folder, 'spare')).size, SEGMENT_BYTES)
  await prepareSpare(folder, SEGMENT_BYTES, disk)
  t.equal(log.length, 3)
})

t.test('leaves nothing behind when there is no room', async (t) => {
  const folder = t.testdir()
  const disk = { ...diskCalls, write: () => Promise.reject(new Error('ENOSPC')) }
  await t.rejects(prepareSpare(folder, SEGMENT_BYTES, disk), { message: 'ENOSPC' })
  t.strictSame(readdirSync(folder), [])
})

t.test('makes the old segment and the new header durable before the new segment is used', async (t) => {
  const folder = t.testdir()
  const { disk, log } = noted(folder)
  const medium = openMedium(folder, undefined, disk)
  await medium.write(chunk(1, 0, SEGMENT_HEADER_BYTES + 100))
  await medium.write(chunk(1, SEGMENT_HEADER_BYTES + 100, 50))
  await prepareSpare(folder, SEGMENT_BYTES, disk)
  log.length = 0
  await medium.write(chunk(2, 0, SEGMENT_HEADER_BYTES + 10))
  await medium.sync()
  await medium.close()
  t.strictSame(log, [
    'fdatasync with 00000001.trj spare',
    'write 4096 at 0',
    'fdatasync with 00000001.trj spare',
    'write 10 at 4096',
    'fdatasync with 00000001.trj 00000002.trj',
  ])
  t.equal(readFileSync(join(folder, '00000001.trj'))[SEGMENT_HEADER_BYTES + 149], 7)
  t.notOk(existsSync(join(folder, 'spare')))
})

t.test('goes on in an open segment after short writes', async (t) => {
  const folder = t.testdir({ '00000001.trj': '' })
  const path = join(folder, '00000001.trj')
  const write: DiskCalls['write'] = (fd, bytes, place) => diskCalls.write(fd, bytes.subarray(0, Math.min(bytes.length, place.from + 3)), place)
  const medium = openMedium(folder, openSync(path, 'r+'), { ...diskCalls, write })
  await medium.write(chunk(1, 5, 10))
  await medium.close()
  t.strictSame([...readFileSync(path)], [0, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7])
})
