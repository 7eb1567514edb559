import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { formatMoney, multiply, toMoney } from '../../../src/lib/base/money.ts'
import { absolute, type Money, money, negate, subtract } from '../../../src/lib/base/units.ts'
import { exactFill, positionChange } from '../../../src/lib/model/fill.ts'
import { averagePrice, bookFill, type Ledger, openLedger, unrealized } from '../../../src/lib/model/ledger.ts'
import type { Side } from '../../../src/lib/model/order.ts'

type Case = Record<string, string> & { steps: [string, string][] }
const cases = JSON.parse(readFileSync(new URL('../../fixtures/pnl-cases.json', import.meta.url), 'utf8')) as Record<string, Case>
const caseOf = (name: string): Case => {
  const found = cases[name]
  if (found === undefined) throw new Error(`'${name}' is no case`)
  return found
}

type Row = readonly [side: Side, qty: string, price: string, fee?: string, feeAsset?: string]
const fillOf = ([side, qty, price, fee = '0', feeAsset = 'USDT']: Row) => exactFill({ side, qty, price, fee, feeAsset, baseAsset: 'BTC', quoteAsset: 'USDT' })
const booked = (...rows: readonly Row[]): Ledger => {
  const ledger = openLedger()
  for (const row of rows) bookFill(ledger, fillOf(row))
  return ledger
}
const text = (value: Money | null): string => (value === null ? 'null' : formatMoney(value))
const net = (ledger: Ledger): string => text(subtract(ledger.grossRealized, ledger.feesQuote))
/** The oracle is rounded to fewer digits than the ledger: equal to half a unit of its last one. */
const agrees = (seen: string, oracle: string): boolean => {
  const unit = 10n ** BigInt(18 - (oracle.split('.')[1] ?? '').length)
  return absolute(subtract(toMoney(seen), toMoney(oracle))) * 2n <= unit
}

t.test('P1, P2: average cost over two buys, and all of it back when flat', async (t) => {
  const expected = caseOf('P1')
  const ledger = booked(['buy', '1', '100'], ['buy', '1', '120'], ['sell', '1', '130'])
  t.equal(text(ledger.grossRealized), expected.avg_realized)
  t.equal(text(ledger.qty), expected.qty)
  t.equal(text(averagePrice(ledger)), expected.avg_px)
  t.equal(text(unrealized(ledger, toMoney('125'))), expected.unreal_avg_at_125)
  bookFill(ledger, fillOf(['sell', '1', '90']))
  t.equal(text(ledger.grossRealized), caseOf('P2').avg)
  t.equal(averagePrice(ledger), null)
})

t.test('P3: a short that is partly covered', async (t) => {
  const expected = caseOf('P3')
  const ledger = booked(['sell', '2', '50', '0.1'], ['buy', '0.5', '40', '0.02'])
  t.equal(text(ledger.grossRealized), expected.realized_gross)
  t.equal(text(ledger.feesQuote), expected.fees)
  t.equal(net(ledger), expected.net)
  t.equal(text(ledger.qty), expected.qty)
  t.equal(text(averagePrice(ledger)), expected.avg_px)
  t.equal(text(unrealized(ledger, toMoney('45'))), expected.unreal_at_45)
})

t.test('P4, P5: a fill that flips the position closes one side and opens the other at its own price', async (t) => {
  const p4 = booked(['buy', '1', '100', '0.1'], ['sell', '3', '110', '0.33'])
  t.strictSame(
    [text(p4.grossRealized), text(p4.feesQuote), net(p4), text(p4.qty), text(averagePrice(p4))],
    ['gross', 'fees', 'net', 'qty', 'avg_px'].map((key) => caseOf('P4')[key]),
  )
  const p5 = booked(['sell', '0.1', '50000', '5'], ['buy', '0.2', '40000', '10'])
  t.strictSame(
    [text(p5.grossRealized), text(p5.feesQuote), text(p5.qty), text(averagePrice(p5))],
    ['gross', 'fees', 'qty', 'avg_px'].map((key) => caseOf('P5')[key]),
  )
})

const stepped = (rows: readonly Row[], feeRatio: Money): [string, string][] => {
  const ledger = openLedger()
  return rows.map(([side, qty, price]) => {
    const fee = formatMoney(multiply(multiply(toMoney(qty), toMoney(price)), feeRatio))
    bookFill(ledger, fillOf([side, qty, price, fee]))
    return [net(ledger), text(averagePrice(ledger))]
  })
}

t.test('P6, P7: net and average after each of five fills', async (t) => {
  const rows: Record<string, readonly Row[]> = {
    P6: [
      ['buy', '12', '100'],
      ['buy', '17', '99'],
      ['sell', '9', '101'],
      ['sell', '4', '105'],
      ['buy', '3', '103'],
    ],
    P7: [
      ['buy', '12', '10000'],
      ['buy', '17', '9999'],
      ['sell', '9', '10001'],
      ['buy', '3', '10003'],
      ['sell', '4', '10005'],
    ],
  }
  const ratios: Record<string, Money> = { P6: toMoney('0.0001'), P7: toMoney('0.001') }
  for (const [name, fills] of Object.entries(rows)) {
    const seen = stepped(fills, ratios[name] ?? money(0n))
    const { steps } = caseOf(name)
    t.equal(seen.length, steps.length)
    for (const [index, [expectedNet, expectedAverage]] of steps.entries()) {
      const [seenNet = '', seenAverage = ''] = seen[index] ?? []
      t.ok(agrees(seenNet, expectedNet), `${name} net ${seenNet} is ${expectedNet}`)
      t.ok(agrees(seenAverage, expectedAverage), `${name} average ${seenAverage} is ${expectedAverage}`)
    }
  }
})

t.test('P8: a base fee on a buy shrinks the inventory at the price of the fill', async (t) => {
  const expected = caseOf('P8')
  const ledger = booked(['buy', '1', '20000', '0.001', 'BTC'])
  t.equal(text(ledger.qty), expected.qty_after_buy)
  t.equal(text(ledger.openCost), expected.cost_after_buy)
  t.equal(text(averagePrice(ledger)), '20000')
  bookFill(ledger, fillOf(['sell', '0.999', '21000', '20.979']))
  t.strictSame([text(ledger.grossRealized), text(ledger.feesQuote), net(ledger), text(ledger.qty)], [expected.gross, expected.fees, expected.net, expected.qty])
  t.equal(net(ledger), expected.cash_check)
})

t.test('P9: a fee in a third asset waits for conversion', async (t) => {
  const ledger = booked(['buy', '0.5', '60000', '0.0375', 'BNB'], ['sell', '0.5', '61000', '0.0390625', 'BNB'])
  t.equal(text(ledger.grossRealized), caseOf('P9').gross)
  t.equal(text(ledger.pendingFees.get('BNB') ?? null), caseOf('P9').bnb_paid)
  t.equal(text(ledger.fees.get('BNB') ?? null), caseOf('P9').bnb_paid)
  t.equal(text(ledger.feesQuote), '0')
})

t.test('P10: a rebate is a negative fee', async (t) => {
  const ledger = booked(['buy', '10', '25', '-0.025'], ['sell', '10', '25.1', '0.1255'])
  t.strictSame([text(ledger.grossRealized), text(ledger.feesQuote), net(ledger)], [caseOf('P10').gross, caseOf('P10').fees, caseOf('P10').net])
})

t.test('P13, P19: partial fills add up, a late one too', async (t) => {
  const three = booked(['buy', '0.3', '100.10'], ['buy', '0.3', '100.20'], ['buy', '0.4', '100.30'])
  t.strictSame([text(averagePrice(three)), text(three.qty), text(three.openCost)], [caseOf('P13').avg_px, caseOf('P13').qty, caseOf('P13').cost])
  const late = booked(['buy', '0.4', '100'], ['buy', '0.1', '99'])
  t.strictSame([text(late.qty), text(late.openCost)], [caseOf('P19').cum, caseOf('P19').open_cost])
})

t.test('P18: a quote asset other than the account currency is booked the same', async (t) => {
  const ledger = booked(['buy', '10', '0.05'], ['sell', '10', '0.052'])
  t.equal(text(ledger.grossRealized), caseOf('P18').trade_pnl_btc)
  t.equal(text(ledger.volume), '1.02')
  t.equal(ledger.fillCount, 2)
})

t.test('a base fee while short leaves the buy smaller, and closing is still exact', async (t) => {
  const ledger = booked(['sell', '1', '100'], ['buy', '1', '90', '0.1', 'BTC'])
  t.strictSame([text(ledger.qty), text(ledger.openCost), text(ledger.grossRealized), text(ledger.feesQuote)], ['-0.1', '10', '9', '9'])
})

const decimalOf = (max: number) => fc.integer({ min: 1, max }).map((units) => toMoney(`${Math.floor(units / 1e8)}.${String(units % 1e8).padStart(8, '0')}`))
const anyFill = fc.record({
  side: fc.constantFrom<Side>('buy', 'sell'),
  price: decimalOf(7_000_000_000_000),
  qty: decimalOf(300_000_000),
  feeBps: fc.integer({ min: -5, max: 20 }),
  feeAsset: fc.constantFrom('BTC', 'USDT', 'BNB'),
})

t.test('realised less signed open cost equals minus the cash flow, to the last digit', async (t) => {
  let flips = 0
  const property = fc.property(fc.array(anyFill, { minLength: 60, maxLength: 60 }), (rows) => {
    const ledger = openLedger()
    let cash = 0n
    for (const { side, price, qty, feeBps, feeAsset } of rows) {
      const feeUnits = (qty * BigInt(feeBps)) / 10_000n
      const fill = { side, price, qty, fee: money((feeUnits / 10n ** 10n) * 10n ** 10n), feeAsset, baseAsset: 'BTC', quoteAsset: 'USDT' }
      const before = ledger.qty
      bookFill(ledger, fill)
      cash += multiply(positionChange(fill), price)
      if (before !== 0n && before > 0n !== ledger.qty > 0n) flips += 1
      const signedCost = ledger.qty < 0n ? negate(ledger.openCost) : ledger.openCost
      if (ledger.grossRealized - signedCost !== -cash || ledger.openCost < 0n) return false
    }
    return true
  })
  fc.assert(property, { numRuns: 300, seed: 20260101 })
  t.ok(flips > 1_000, `${flips} fills went through zero`)
})

t.test('splitting a fill in parts of the same price changes nothing', async (t) => {
  const property = fc.property(anyFill, anyFill, (first, second) => {
    const whole = (row: typeof first, qty: Money) => ({
      side: row.side,
      price: row.price,
      qty,
      fee: money(0n),
      feeAsset: 'USDT',
      baseAsset: 'BTC',
      quoteAsset: 'USDT',
    })
    const [once, parts] = [openLedger(), openLedger()]
    for (const row of [first, second]) bookFill(once, whole(row, row.qty))
    bookFill(parts, whole(first, first.qty))
    const half = money(second.qty / 2n)
    bookFill(parts, whole(second, half))
    bookFill(parts, whole(second, subtract(second.qty, half)))
    const apart = once.grossRealized - parts.grossRealized
    return once.qty === parts.qty && apart <= 1n && apart >= -1n
  })
  fc.assert(property, { numRuns: 300, seed: 7 })
  t.pass('300 pairs')
})
