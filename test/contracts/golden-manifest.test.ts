import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { extendManifest, manifestProblems, readManifest } from './golden-manifest.ts'

t.test('the golden bytes of every version that was ever written are still there, as they were', async (t) => {
  const manifest = readManifest(join(import.meta.dirname, 'golden.json'))
  t.strictSame(manifestProblems(manifest, join(import.meta.dirname, 'golden')), [])
  t.ok(Object.keys(manifest).length > 100)
})

t.test('names what is gone, what has changed and what is new, and lists only the new', async (t) => {
  const folder = join(t.testdir({ 'golden.json': '{}' }), 'golden')
  const file = `${folder}.json`
  mkdirSync(join(folder, 'exec-1.0'), { recursive: true })
  for (const name of ['a', 'b']) writeFileSync(join(folder, `exec-1.0/${name}.hex`), '00\n')
  t.strictSame(manifestProblems({}, folder), ["'exec-1.0/a.hex' is not listed", "'exec-1.0/b.hex' is not listed"])
  extendManifest(file, folder)
  const listed = readManifest(file)
  t.strictSame(manifestProblems(listed, folder), [])
  writeFileSync(join(folder, 'exec-1.0/a.hex'), '01\n')
  rmSync(join(folder, 'exec-1.0/b.hex'))
  extendManifest(file, folder)
  t.strictSame(readManifest(file), listed)
  t.strictSame(manifestProblems(listed, folder), ["'exec-1.0/a.hex' has changed", "'exec-1.0/b.hex' is gone"])
})
