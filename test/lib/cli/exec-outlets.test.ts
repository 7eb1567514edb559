import { PassThrough } from 'node:stream'
import t from 'tap'
import { printedBus } from '../../../src/lib/cli/exec-outlets.ts'
import type { Bus, Outgoing } from '../../../src/lib/ports/bus.ts'
import { fakePeer } from '../../kit/cli-peer.ts'

const desk = () => {
  const { bus, clock } = fakePeer(() => ({ ok: true, epoch: 1, body: {} }))
  const published: Outgoing[] = []
  const warnings: string[] = []
  const paper = new PassThrough()
  const inner: Bus = { ...bus, publish: (message) => void published.push(message) }
  const printed = printedBus(inner, { clock, log: { write: (_level, message) => void warnings.push(message) } }, paper)
  const say = (topic: string, execSeq: number): void => printed.publish({ topic, type: 'order.changed', body: { execSeq, cause: 'ack' }, correlationId: 'c' })
  return { say, published, warnings, paper }
}

t.test('prints what is published on exec.events, and publishes all the same', async (t) => {
  const { say, published, paper } = desk()
  say('exec.events', 7)
  say('exec.health', 1)
  await new Promise(setImmediate)
  t.equal(published.length, 2)
  const lines = String(paper.read()).trim().split('\n')
  t.match(
    lines.map((line) => JSON.parse(line)),
    [{ v: 1, type: 'order.changed', topic: 'exec.events', seq: 7, cause: 'ack' }],
  )
  t.equal(lines.length, 1)
})

t.test('a reader that has gone costs the print alone', async (t) => {
  const { say, published, warnings, paper } = desk()
  paper.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }))
  await new Promise(setImmediate)
  say('exec.events', 8)
  t.equal(published.length, 1)
  t.same(warnings, ['nobody reads what is printed, trading goes on'])
})
