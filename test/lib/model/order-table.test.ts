import { readFileSync } from 'node:fs'
import t from 'tap'
import { ORDER_ROWS, ORDER_STATUSES } from '../../../src/lib/model/order-table.ts'

interface Cases {
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const cases = JSON.parse(readFileSync(new URL('../../fixtures/order-transitions.json', import.meta.url), 'utf8')) as Cases

t.test('the table has the rows and columns of the reference', async (t) => {
  t.same(ORDER_STATUSES, cases.states)
  t.same(Object.keys(ORDER_ROWS), cases.events)
})

t.test('all 209 cells say what the reference says', async (t) => {
  let count = 0
  for (const [event, row] of Object.entries(ORDER_ROWS)) {
    for (const [column, status] of ORDER_STATUSES.entries()) {
      count += 1
      t.equal(row[column], cases.table[status]?.[event], `${status} ${event}`)
    }
  }
  t.equal(count, 209)
})
