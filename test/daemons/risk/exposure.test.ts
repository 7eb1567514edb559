import t from 'tap'
import { type ExposureBook, exposureOf, followFill, followOrder, openCountOf } from '../../../src/daemons/risk/exposure.ts'
import { formatMoney, toMoney } from '../../../src/lib/base/money.ts'
import { zeroMoney } from '../../../src/lib/base/units.ts'
import type { Fill, Order, OrderChanged, OrderFilled } from '../../../src/lib/contracts/exec.ts'
import { execStream } from '../../kit/exec-stream.ts'

const opened = () => {
  const book: ExposureBook = { positions: new Map(), reserved: new Map(), open: new Map() }
  const stream = execStream()
  return {
    book,
    reserve: (id: string, qty: string) => book.reserved.set(id, { symbol: 'BTCUSDT', side: 'buy', qty: toMoney(qty), filled: zeroMoney }),
    changed: (order: Partial<Order>) => followOrder(book, (stream.changed(order).body as OrderChanged).order),
    filled: (fill: Partial<Fill>) => followFill(book, (stream.filled(fill).body as OrderFilled).fill),
    seen: (exceptId = '') => {
      const { position, buys, sells, openCount } = exposureOf(book, 'BTCUSDT', exceptId)
      return [formatMoney(position), formatMoney(buys), formatMoney(sells), openCount]
    },
  }
}

t.test('a reservation counts from the verdict until exec says what became of it', async (t) => {
  for (const status of ['DENIED', 'REJECTED', 'NOT_RECEIVED'] as const) {
    const { reserve, changed, seen } = opened()
    reserve('c1', '0.5')
    changed({ status: 'NEW_LOCAL', qty: '0.5' })
    t.strictSame(seen(), ['0', '0.5', '0', 1])
    changed({ status, qty: '0.5' })
    t.strictSame(seen(), ['0', '0', '0', 0])
  }
})

t.test('an order that was sent counts once, whatever its live status', async (t) => {
  const { reserve, changed, seen } = opened()
  reserve('c1', '0.5')
  for (const status of ['SENT', 'UNKNOWN', 'WORKING', 'PARTIAL'] as const) {
    changed({ status, qty: '0.5' })
    t.strictSame(seen(), ['0', '0.5', '0', 1])
  }
})

t.test('a fill moves quantity from the order to the position, once', async (t) => {
  const { changed, filled, seen } = opened()
  changed({ status: 'WORKING', side: 'sell', qty: '0.5' })
  filled({ side: 'sell', qty: '0.2' })
  changed({ status: 'PARTIAL', side: 'sell', qty: '0.5', filledQty: '0.2' })
  t.strictSame(seen(), ['-0.2', '0', '0.3', 1])
  filled({ side: 'sell', qty: '0.3' })
  t.strictSame(seen(), ['-0.5', '0', '0', 1])
  changed({ status: 'FILLED', side: 'sell', qty: '0.5', settled: true })
  t.strictSame(seen(), ['-0.5', '0', '0', 0])
})

t.test('a terminal order counts in full until it is settled', async (t) => {
  const { changed, filled, seen } = opened()
  changed({ status: 'CANCELED', qty: '0.5', settled: false })
  t.strictSame(seen(), ['0', '0.5', '0', 1])
  filled({ qty: '0.1' })
  changed({ status: 'CANCELED', qty: '0.5', settled: true })
  t.strictSame(seen(), ['0.1', '0', '0', 0])
})

t.test('late fills, over-fills and base fees move the position too', async (t) => {
  const { changed, filled, seen } = opened()
  filled({ qty: '0.1', fee: '0.0001', feeAsset: 'BTC' })
  t.strictSame(seen(), ['0.0999', '0', '0', 0])
  changed({ status: 'WORKING', qty: '0.1' })
  filled({ qty: '0.3' })
  t.strictSame(seen(), ['0.3999', '0', '0', 1])
})

t.test('the order that is asked about is left out, other symbols too', async (t) => {
  const { book, reserve, changed, seen } = opened()
  reserve('c1', '0.5')
  changed({ clientOrderId: 'c2', qty: '0.2' })
  changed({ clientOrderId: 'c3', qty: '9', symbol: 'ETHUSDT' })
  t.strictSame(seen('c1'), ['0', '0.2', '0', 1])
  t.strictSame(seen('c2'), ['0', '0.5', '0', 1])
  t.strictSame([openCountOf(book, ''), openCountOf(book, 'c1'), openCountOf(book, 'c3')], [3, 2, 2])
})

t.test('an order that comes back from the dead counts again', async (t) => {
  const { changed, seen } = opened()
  changed({ status: 'NOT_RECEIVED', qty: '0.5' })
  changed({ status: 'WORKING', qty: '0.5' })
  t.strictSame(seen(), ['0', '0.5', '0', 1])
})
