import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Child, startChild } from '../../../src/lib/cli/child.ts'
import { findPlaces, preparePlaces } from '../../../src/lib/io/run-directory.ts'

const main = join(import.meta.dirname, '../../fixtures/daemon.ts')

const start = (dir: string, ...args: readonly string[]): Child => {
  const places = findPlaces({ dir })
  preparePlaces(places)
  return startChild({ service: 'md', args }, places, main)
}

t.test('tells the startup probe and the end of a daemon', async (t) => {
  const child = start(t.testdir(), 'stays')
  t.equal(await child.started, true)
  t.ok(child.pid > 0)
  child.signal('SIGTERM')
  t.strictSame(await child.ended, { code: 0, signal: null })
})

t.test('names service, descriptors and flags, and sends its output to files of the owner', async (t) => {
  const dir = t.testdir()
  await start(dir, 'tells', 'BTCUSDT').ended
  const out = join(dir, 'log/md.out.ndjson')
  t.strictSame(JSON.parse(readFileSync(out, 'utf8')), { service: 'md', startedFd: '3', lifelineFd: '4', arg: 'BTCUSDT' })
  t.equal(readFileSync(join(dir, 'log/md.ndjson'), 'utf8'), 'to the log\n')
  t.equal(statSync(out).mode & 0o777, 0o600)
})

t.test('tells a daemon that ended before it had started', async (t) => {
  const child = start(t.testdir(), 'refuses', '78')
  t.equal(await child.started, false)
  t.strictSame(await child.ended, { code: 78, signal: null })
})

t.test('tells a daemon that closed its probe without a word', async (t) => {
  const child = start(t.testdir(), 'mute')
  t.equal(await child.started, false)
  child.signal('SIGKILL')
  t.strictSame(await child.ended, { code: null, signal: 'SIGKILL' })
})

t.test('names the signal of a crash', async (t) => {
  const child = start(t.testdir(), 'dies', 'SIGSEGV')
  t.equal(await child.started, true)
  t.strictSame(await child.ended, { code: null, signal: 'SIGSEGV' })
})
