import { chmodSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { ensurePrivateFolder, refuseOpenFolder } from '../../../src/lib/io/private-folder.ts'

const modeOf = (path: string): number => statSync(path).mode & 0o777

t.test('makes a folder and its parents for the owner alone', async (t) => {
  const folder = join(t.testdir(), 'a', 'b')
  ensurePrivateFolder(folder)
  t.equal(modeOf(folder), 0o700)
  t.equal(modeOf(join(folder, '..')), 0o700)
})

t.test('closes an own folder that others could read', async (t) => {
  const folder = t.testdir()
  chmodSync(folder, 0o755)
  ensurePrivateFolder(folder)
  t.equal(modeOf(folder), 0o700)
})

t.test('refuses a folder that everybody may write to, but for one where each keeps their own', async (t) => {
  const folder = t.testdir()
  chmodSync(folder, 0o777)
  t.throws(() => refuseOpenFolder(folder), { code: 'FOLDER_UNSAFE', exit: 78, message: /everybody may write to it, its mode is 777$/ })
  for (const mode of [0o1777, 0o775, 0o755, 0o700]) {
    chmodSync(folder, mode)
    t.doesNotThrow(() => refuseOpenFolder(folder), mode.toString(8))
  }
})

t.test('refuses a symbolic link and a file with exit 78', async (t) => {
  const folder = t.testdir({ real: {}, link: t.fixture('symlink', 'real'), file: 'x' })
  t.throws(() => ensurePrivateFolder(join(folder, 'link')), { code: 'FOLDER_UNSAFE', exit: 78, message: /link': it is a symbolic link$/ })
  t.throws(() => ensurePrivateFolder(join(folder, 'file')), { code: 'FOLDER_UNSAFE', exit: 78, message: /file': a file is in its place$/ })
  t.throws(() => ensurePrivateFolder(join(folder, 'file', 'below')), { code: 'FOLDER_UNSAFE', exit: 78 })
})

t.test('refuses a folder of another user with exit 78', { skip: process.getuid?.() === 0 && 'root owns every system folder' }, async (t) => {
  t.throws(() => ensurePrivateFolder('/usr'), { code: 'FOLDER_UNSAFE', exit: 78, message: /belongs to user 0, expected \d+$/ })
})

t.test('refuses a foreign owner when run as root', { skip: process.getuid?.() !== 0 && 'only root can give a folder away' }, async (t) => {
  const { chownSync } = await import('node:fs')
  const folder = t.testdir()
  chownSync(folder, 12345, 12345)
  t.throws(() => ensurePrivateFolder(folder), { code: 'FOLDER_UNSAFE', exit: 78, message: /belongs to user 12345, expected 0$/ })
})
