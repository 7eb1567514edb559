import t from 'tap'
import { createAudit } from '../../../src/lib/daemon/audit.ts'

interface Out {
  readonly type: string
  readonly requestId?: string
}

/** An audit over a journal whose syncs end when the test says so. */
const rig = (outlives: boolean) => {
  const log: string[] = []
  const syncs: ((error?: Error) => void)[] = []
  const journal = {
    lastSeq: 0,
    onReserve: false,
    append: () => 1,
    sync: (done: (error?: Error) => void) => void syncs.push(done),
    close: (done: (error?: Error) => void) => done(),
  }
  const audit = createAudit<Out>({
    journal,
    outlives,
    perform: ({ type }) => void log.push(type),
    refuse: (requestId, { code }) => void log.push(`${requestId} ${code}`),
    offer: (input) => void log.push(JSON.stringify(input)),
    end: (exit, message) => void log.push(`${exit} ${message}`),
    isEnded: () => false,
  })
  return { audit, log, syncs, journal }
}
const full = new Error('ENOSPC: no space left on device')
const told = '{"type":"journal.failed","reason":"cannot write the journal: ENOSPC: no space left on device"}'

t.test('performs what is durable, in order, and asks for no sync without need', async (t) => {
  const { audit, log, syncs } = rig(true)
  audit.release([])
  t.equal(syncs.length, 0)
  audit.release([{ type: 'a' }, { type: 'b' }])
  t.strictSame(log, [])
  syncs[0]?.()
  t.strictSame(log, ['a', 'b'])
})

t.test('ends a core that does not outlive its journal, and what waited never happens', async (t) => {
  const { audit, log, syncs } = rig(false)
  audit.release([{ type: 'order.sent' }])
  syncs[0]?.(full)
  t.strictSame(log, ['75 cannot write the journal: ENOSPC: no space left on device'])
})

t.test('tells a core that outlives it until it heard, and refuses what was already promised', async (t) => {
  const { audit, log, syncs } = rig(true)
  audit.release([{ type: 'order.sent' }, { type: 'rpc.reply', requestId: 'r1' }])
  syncs[0]?.(full)
  audit.release([{ type: 'order.sent' }])
  syncs[1]?.(full)
  t.strictSame(log, [told, 'r1 JOURNAL_FAILED', told])
  audit.note('journal.failed')
  audit.release([{ type: 'order.sent' }])
  syncs[2]?.(full)
  t.equal(log.length, 3)
})

t.test('lets the last words of a told core through, and nothing else', async (t) => {
  const { audit, log } = rig(true)
  audit.note('journal.failed')
  const held: Out[] = []
  for (const type of ['order.sent', 'publish', 'rpc.request', 'rpc.reply', 'stopped', 'failed']) audit.hold({ type }, held)
  t.strictSame([held, log], [[], ['rpc.reply', 'stopped', 'failed']])
})

t.test('tells once when the journal begins and ends to live on its reserve', async (t) => {
  const { audit, log, journal } = rig(true)
  audit.look()
  journal.onReserve = true
  audit.look()
  audit.look()
  journal.onReserve = false
  audit.look()
  t.strictSame(log, ['{"type":"journal.reserve","isFull":true}', '{"type":"journal.reserve","isFull":false}'])
})

t.test('turns a good end into 75 once the journal failed, and no other', async (t) => {
  const { audit } = rig(true)
  t.strictSame(audit.verdict(0, 'stopped', undefined), { exit: 0, message: 'stopped' })
  t.strictSame(audit.verdict(1, 'broken', full), { exit: 1, message: 'broken' })
  t.strictSame(audit.verdict(0, 'stopped', undefined), { exit: 75, message: 'cannot write the journal: ENOSPC: no space left on device' })
})
