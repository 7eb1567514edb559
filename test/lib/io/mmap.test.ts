import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { createMappedFile, mapFile, unmapRange } from '../../../src/lib/io/mmap.ts'

const mapsOf = (path: string): number =>
  readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(path)).length

t.test('a file has no name until it is published, and then all its bytes are reserved', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'ring')
  const file = createMappedFile(path, 1 << 20)
  t.throws(() => statSync(path), { code: 'ENOENT' })
  file.publish()
  const stats = statSync(path)
  t.equal(stats.size, 1 << 20)
  t.ok(stats.blocks * 512 >= 1 << 20)
  t.equal(stats.mode & 0o777, 0o600)
  t.same(readdirSync(folder), ['ring'])
  file.unmap()
})

t.test('a reader sees what the writer stores, at once', async (t) => {
  const path = join(t.testdir(), 'ring')
  const file = createMappedFile(path, 4096)
  file.publish()
  const seen = mapFile(path)
  new Int32Array(file.buffer)[3] = 77
  t.equal(Atomics.load(new Int32Array(seen.buffer), 3), 77)
  seen.unmap()
  file.unmap()
})

t.test('an older mapping stays whole when a new file takes the name', async (t) => {
  const path = join(t.testdir(), 'ring')
  const first = createMappedFile(path, 4096)
  first.publish()
  new Int32Array(first.buffer)[0] = 1
  const old = mapFile(path)
  const second = createMappedFile(path, 8192)
  second.publish()
  t.equal(new Int32Array(old.buffer)[0], 1)
  t.equal(mapFile(path).bytes, 8192)
  for (const file of [first, second, old]) file.unmap()
})

t.test('a reader cannot write: it dies of SIGSEGV and the file stays as it was', async (t) => {
  const path = join(t.testdir(), 'ring')
  writeFileSync(path, new Uint8Array(4096))
  const mmap = join(import.meta.dirname, '../../../src/lib/io/mmap.ts')
  const code = `import { mapFile } from ${JSON.stringify(mmap)}; new Int32Array(mapFile(${JSON.stringify(path)}).buffer)[0] = 1`
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', code])
  t.equal(signal, 'SIGSEGV')
  t.ok(readFileSync(path).every((byte) => byte === 0))
})

t.test('a full disk is an error at creation and leaves nothing behind', async (t) => {
  const folder = mkdtempSync('/dev/shm/trade-test-')
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'ring')
  t.throws(() => createMappedFile(path, 2 ** 50), {
    code: 'MAP_NO_SPACE',
    exit: 78,
    message: /cannot reserve 1125899906842624 bytes .*no space left \(ENOSPC\)/,
  })
  t.same(readdirSync(folder), [])
})

t.test('refuses what cannot be mapped', async (t) => {
  const folder = t.testdir({ empty: '' })
  t.throws(() => mapFile(join(folder, 'empty')), { code: 'MAP_FOREIGN', exit: 78, message: /it is empty$/ })
  t.throws(() => mapFile(folder), { code: 'MAP_FOREIGN', message: /no regular file$/ })
  t.throws(() => mapFile(join(folder, 'missing')), { code: 'ENOENT' })
})

t.test('a FIFO of that name does not hold the caller', async (t) => {
  const path = join(t.testdir(), 'fifo')
  t.equal(spawnSync('mkfifo', [path]).status, 0)
  t.throws(() => mapFile(path), { code: 'MAP_FOREIGN' })
})

t.test('unmaps once, by its own handle or by the range alone', async (t) => {
  const path = join(t.testdir(), 'ring')
  writeFileSync(path, new Uint8Array(4096))
  const own = mapFile(path)
  const other = mapFile(path)
  t.equal(mapsOf(path), 2)
  own.unmap()
  own.unmap()
  unmapRange({ address: other.address, bytes: other.bytes })
  t.equal(mapsOf(path), 0)
})
