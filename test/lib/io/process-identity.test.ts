import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import t from 'tap'
import { isAlive, startTicksOf } from '../../../src/lib/io/process-identity.ts'

t.test('knows itself', async (t) => {
  const startTicks = startTicksOf(process.pid)
  t.ok(startTicks > 0)
  t.ok(isAlive({ pid: process.pid, startTicks }))
})

t.test('does not take a later process for the one before with its number', async (t) => {
  t.notOk(isAlive({ pid: process.pid, startTicks: startTicksOf(process.pid) - 1 }))
})

t.test('knows that a process has ended', async (t) => {
  const child = spawn('sleep', ['60'])
  const identity = { pid: child.pid ?? 0, startTicks: startTicksOf(child.pid ?? 0) }
  t.ok(isAlive(identity))
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.notOk(isAlive(identity))
})
