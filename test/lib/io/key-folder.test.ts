import { readFileSync, statSync } from 'node:fs'
import t from 'tap'
import { keyNames, keyPath, removeKey, writeKey } from '../../../src/lib/io/key-folder.ts'
import { findPlaces } from '../../../src/lib/io/run-directory.ts'
import { stackDir } from '../../kit/cli.ts'

t.test('keys are whole files of their owner, by name', async (t) => {
  const places = findPlaces({ dir: stackDir(t) })
  t.same(keyNames(places), [])
  const path = writeKey(places, 'b', { text: 'one\n', replace: false })
  writeKey(places, 'a', { text: 'x\n', replace: false })
  t.equal(statSync(path).mode & 0o777, 0o600)
  t.same(keyNames(places), ['a', 'b'])
  t.throws(() => writeKey(places, 'b', { text: 'two\n', replace: false }), { code: 'CREDENTIALS', exit: 4 })
  t.equal(readFileSync(path, 'utf8'), 'one\n')
  writeKey(places, 'b', { text: 'two\n', replace: true })
  t.equal(readFileSync(path, 'utf8'), 'two\n')
  removeKey(places, 'b')
  t.throws(() => removeKey(places, 'b'), { code: 'CREDENTIALS', exit: 4 })
  for (const name of ['../x', '', 'A b', 'x/y']) t.throws(() => keyPath(places, name), { code: 'CREDENTIALS' }, name)
})
