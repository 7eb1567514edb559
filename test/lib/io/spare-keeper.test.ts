import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type DiskCalls, diskCalls } from '../../../src/lib/io/journal-medium.ts'
import { spareKeeper } from '../../../src/lib/io/spare-keeper.ts'
import { until } from '../../kit/until.ts'

t.test('prepares a spare once until it is used', async (t) => {
  const folder = t.testdir()
  const keeper = spareKeeper(folder, 10_000, diskCalls)
  keeper.want()
  keeper.want()
  await keeper.use()
  t.ok(existsSync(join(folder, 'spare')))
  t.notOk(keeper.missing)
  rmSync(join(folder, 'spare'))
  keeper.want()
  await keeper.use()
  t.ok(existsSync(join(folder, 'spare')))
})

t.test('says that the spare is missing and tries again', async (t) => {
  const folder = t.testdir()
  let full = true
  const write: DiskCalls['write'] = (fd, bytes, place) => (full ? Promise.reject(new Error('ENOSPC')) : diskCalls.write(fd, bytes, place))
  const keeper = spareKeeper(folder, 10_000, { ...diskCalls, write })
  keeper.want()
  await until('the attempt failed', () => keeper.missing)
  full = false
  await until('another attempt succeeded', () => !keeper.missing)
  t.ok(existsSync(join(folder, 'spare')))
})
