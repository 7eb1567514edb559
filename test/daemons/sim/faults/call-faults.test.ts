import t from 'tap'
import { CallFaults } from '../../../../src/daemons/sim/faults/call-faults.ts'
import { FaultDice } from '../../../../src/daemons/sim/faults/dice.ts'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'

const open = (plan: FaultPlan = {}): CallFaults => {
  const dice = new FaultDice(1)
  dice.set(plan)
  return new CallFaults(dice)
}
const ORDER = { address: 'a', kind: 'orders' } as const
const BOOK = { address: 'a', kind: 'snapshots' } as const

t.test('strikes calls of its kind alone', async (t) => {
  t.match(open({ 'snapshots-429': 1 }).fateOf(BOOK, 0), { isExecuted: false, says: { status: 429, code: -1003, waitS: 1 } })
  t.equal(open({ 'snapshots-429': 1 }).fateOf(ORDER, 0), null)
  t.match(open({ 'orders-418': 1 }).fateOf(ORDER, 1_000_000), { says: { status: 418, text: /IP banned until 2000\./ } })
  t.equal(open({ 'orders-5xx': 1 }).fateOf({ address: 'a', kind: 'other' }, 0), null)
  t.match(open({ overload: 1 }).fateOf(BOOK, 0), { isExecuted: false, says: { status: 503, code: -1008 } })
})

t.test('executes none, half or all of what it strikes', async (t) => {
  const executed = (plan: FaultPlan): number => {
    const faults = open(plan)
    return Array.from({ length: 200 }, () => faults.fateOf(ORDER, 0)).filter((fate) => fate?.isExecuted).length
  }
  t.strictSame([executed({ 'orders-5xx': 1 }), executed({ 'late-5xx': 1 }), executed({ 'lost-answer': 1 })], [0, 200, 200])
  for (const name of ['unknown-1006', 'unknown-1007'] as const) {
    const count = executed({ [name]: 1 })
    t.ok(count > 60 && count < 140, `${name} ${count}`)
  }
  t.equal(open({ 'lost-answer': 1 }).fateOf(ORDER, 0)?.says, null)
})

t.test('refuses an address, and a kind of calls, until the time is over', async (t) => {
  const faults = open()
  faults.block({ status: 418, untilUs: 2_500_000, address: 'a', kind: 'snapshots' })
  t.ok(faults.isBlocking)
  t.match(faults.fateOf(BOOK, 0), { says: { status: 418, waitS: 3, text: /until 2500\./ } })
  t.strictSame([faults.fateOf(ORDER, 0), faults.fateOf({ ...BOOK, address: 'b' }, 0)], [null, null])
  faults.block({ status: 429, untilUs: 9_000_000, address: 'a', kind: 'snapshots' })
  t.match(faults.fateOf(BOOK, 0), { says: { status: 429 } })
  t.equal(faults.fateOf(BOOK, 9_000_000), null)
  t.notOk(faults.isBlocking)
})
