import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { libc, PROT_READ } from '../../../src/lib/io/libc.ts'

t.test('maps a file without a copy and gives it back', async (t) => {
  const path = join(t.testdir(), 'file')
  writeFileSync(path, 'hello')
  const fd = openSync(path, 'r+')
  const address = libc().mmap(5, PROT_READ, fd)
  const bytes = new Uint8Array(libc().view(address, 5))
  t.equal(new TextDecoder().decode(bytes), 'hello')
  writeFileSync(fd, 'HELLO')
  t.equal(new TextDecoder().decode(bytes), 'HELLO')
  closeSync(fd)
  t.equal(libc().munmap(address, 5), 0)
})

t.test('says why a call failed', async (t) => {
  const failed = { address: libc().mmap(4096, PROT_READ, 9999), code: libc().errorName(libc().errno()) }
  t.same(failed, { address: -1, code: 'EBADF' })
  t.equal(libc().errorName(libc().posixFallocate(9999, 1)), 'EBADF')
  t.equal(libc().errorName(12_345), '12345')
})
