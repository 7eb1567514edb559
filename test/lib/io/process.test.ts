import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { Readable, Writable } from 'node:stream'
import t, { type Test } from 'tap'
import { until } from '../../kit/until.ts'

const file = join(import.meta.dirname, '../../fixtures/signal-process.ts')

const start = async (t: Test) => {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += String(chunk)
  })
  child.stdout?.resume()
  const [, , , started, lifeline] = child.stdio as [null, Readable, Readable, Readable, Writable]
  const [byte] = await once(started, 'data')
  const heard = (what: string): Promise<unknown> => until(`'${what}' is said`, () => said.split('\n').includes(what))
  return { child, byte: String(byte), started, lifeline, heard, said: () => said }
}

t.test('tells its parent once that it has started', async (t) => {
  const { byte, started } = await start(t)
  t.equal(byte, '\n')
  await once(started, 'close')
})

t.test('hands signals to their functions, and opens no inspector', async (t) => {
  const { child, heard } = await start(t)
  for (const [signal, what] of [
    ['SIGUSR1', 'dump'],
    ['SIGUSR2', 'halt'],
    ['SIGHUP', 'reload'],
  ] as const) {
    child.kill(signal)
    await heard(what)
  }
  t.equal(child.exitCode, null, 'it goes on')
  const inspector = `:${(9229).toString(16).toUpperCase()} 00000000:0000 0A`
  t.notOk(readFileSync(`/proc/${child.pid}/net/tcp`, 'latin1').includes(inspector))
})

t.test('stops in order on the first signal and at once on the second', async (t) => {
  const { child, heard, said } = await start(t)
  child.kill('SIGTERM')
  await heard('stop SIGTERM')
  t.equal(child.exitCode, null)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  t.equal(code, 130)
  t.notMatch(said(), 'stop SIGINT')
})

t.test('learns that its parent let go of the lifeline', async (t) => {
  const { lifeline, heard, said } = await start(t)
  t.notMatch(said(), 'lifeline')
  lifeline.end()
  await heard('lifeline')
})

t.test('learns that nobody reads its output any more', async (t) => {
  const { child, heard } = await start(t)
  child.stdout?.destroy()
  await heard('output closed')
  const code = child.exitCode ?? (await once(child, 'exit'))[0]
  t.equal(code, 0)
})
