import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { bellPath, removeRing, ringPath } from '../../../src/lib/io/ring-path.ts'

const isOnTmpfs = (folder: string): boolean => ringPath(folder) === join(folder, 'md.ring')
const onDisk = (): string => mkdtempSync(join(isOnTmpfs(tmpdir()) ? import.meta.dirname : tmpdir(), 'trade-test-'))

t.test('the ring lies in a run-time folder on tmpfs', async (t) => {
  const folder = mkdtempSync('/dev/shm/trade-test-')
  t.teardown(() => rmSync(folder, { recursive: true }))
  t.equal(ringPath(folder), join(folder, 'md.ring'))
  t.equal(ringPath(folder, 'md2'), join(folder, 'md2.ring'))
  t.equal(bellPath(ringPath(folder)), join(folder, 'md.bell.sock'))
  writeFileSync(ringPath(folder), '')
  removeRing(folder)
  t.notOk(existsSync(ringPath(folder)))
  t.ok(existsSync(folder))
})

t.test('else it lies in a private folder of /dev/shm, the same each time and another for each run-time folder', async (t) => {
  const folder = onDisk()
  const other = onDisk()
  t.teardown(() => [folder, other].forEach((dir) => void rmSync(dir, { recursive: true })))
  const path = ringPath(folder)
  t.match(path, /^\/dev\/shm\/trade-\d+-[0-9a-f]{16}\/md\.ring$/)
  t.equal(ringPath(folder), path)
  t.not(ringPath(other), path)
  t.equal(statSync(dirname(path)).mode & 0o777, 0o700)
  chmodSync(dirname(path), 0o755)
  ringPath(folder)
  t.equal(statSync(dirname(path)).mode & 0o777, 0o700)
  for (const dir of [folder, other]) removeRing(dir)
  t.notOk(existsSync(dirname(path)))
})

t.test('removing one ring keeps the folder while another ring lies in it', async (t) => {
  const folder = onDisk()
  t.teardown(() => rmSync(folder, { recursive: true }))
  const second = ringPath(folder, 'md2')
  writeFileSync(second, '')
  removeRing(folder)
  t.ok(existsSync(second))
  removeRing(folder, 'md2')
  t.notOk(existsSync(dirname(second)))
})

t.test('a link that somebody put in its place is refused', async (t) => {
  const folder = onDisk()
  const elsewhere = mkdtempSync('/dev/shm/trade-test-')
  const place = dirname(ringPath(folder))
  removeRing(folder)
  symlinkSync(elsewhere, place)
  t.teardown(() => {
    rmSync(place)
    for (const dir of [folder, elsewhere]) rmSync(dir, { recursive: true })
  })
  t.throws(() => ringPath(folder), { code: 'FOLDER_UNSAFE', exit: 78 })
})
