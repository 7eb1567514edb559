import t from 'tap'
import { auditProblem, auditRefusal } from '../../../src/daemons/exec/journalling.ts'

const REASON = 'cannot write the journal: EIO: i/o error, fdatasync'

t.test('names why orders must stay, the final reason first', async (t) => {
  t.equal(auditProblem({ isFull: false, failure: null }), null)
  t.match(auditProblem({ isFull: true, failure: null }), { code: 'JOURNAL_FULL', category: 'retry' })
  t.match(auditProblem({ isFull: true, failure: REASON }), { code: 'JOURNAL_FAILED', category: 'fatal', message: REASON })
  t.equal(auditRefusal({ isFull: true, failure: null }, 'events.since'), null)
  t.equal(auditRefusal({ isFull: false, failure: REASON }, 'order.cancel'), null)
  t.match(auditRefusal({ isFull: false, failure: REASON }, 'events.since'), { code: 'JOURNAL_FAILED' })
})
