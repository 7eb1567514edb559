import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { toDiff, toPrint, toSnapshot, toTouch } from '../../../../src/daemons/sim/market/recorded-steps.ts'

const instrument = knownInstrument('BTCUSDT')

t.test('reads recorded events in ticks and lots', async (t) => {
  const diff = { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 5, u: 9, b: [['61737.63000000', '0.00000000']], a: [['61837.64000000', '1.54698000']] } as const
  t.strictSame(toDiff(instrument, diff), { firstId: 5, lastId: 9, bids: [6_173_763, 0], asks: [6_183_764, 154_698] })
  t.equal(toDiff(instrument, { ...diff, pu: 3 }).firstId, 4)
  t.strictSame(toSnapshot(instrument, { lastUpdateId: 7, bids: [['1.00', '2']], asks: [] }), { updateId: 7, bids: [100, 200_000], asks: [] })
  t.strictSame(toPrint(instrument, { e: 'trade', s: 'BTCUSDT', p: '1.01', q: '0.5', m: true }), { ticks: 101, lots: 50_000, aggressor: 'sell' })
  t.strictSame(toTouch(instrument, { s: 'BTCUSDT', u: 3, b: '1.00', B: '1', a: '1.01', A: '2' }), {
    updateId: 3,
    buy: { ticks: 100, lots: 100_000 },
    sell: { ticks: 101, lots: 200_000 },
  })
})

t.test('refuses a price off the tick, and counts a size finer than the lot as one more', async (t) => {
  t.throws(() => toSnapshot(instrument, { lastUpdateId: 1, bids: [['1.001', '1']], asks: [] }), { message: "'1.001' is no whole number of steps" })
  t.strictSame(toSnapshot(instrument, { lastUpdateId: 1, bids: [['1.00', '25.42618900']], asks: [] }).bids, [100, 2_542_619])
})

t.test('refuses what a venue cannot have meant', async (t) => {
  const diff = { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 5, u: 9, b: [['1.00', '0']], a: [] } as const
  const trade = { e: 'trade', s: 'BTCUSDT', t: 1, T: 1, p: '1.01', q: '0.5', m: true } as const
  const touch = { s: 'BTCUSDT', u: 3, b: '1.00', B: '1', a: '1.01', A: '2' }
  const bad: ReadonlyArray<readonly [() => unknown, RegExp]> = [
    [() => toDiff(instrument, { ...diff, U: 10 }), /begins with 10 and ends with 9/],
    [() => toDiff(instrument, { ...diff, u: 9.5 }), /'u' is no count/],
    [() => toDiff(instrument, { ...diff, E: -1 }), /'E' is no count/],
    [() => toDiff(instrument, { ...diff, E: 9_700_000_000_000 }), /'E' is no time/],
    [() => toDiff(instrument, { ...diff, b: [['0', '1']] }), /no price/],
    [
      () =>
        toSnapshot(instrument, {
          lastUpdateId: 1,
          bids: [
            ['1', '1'],
            ['2', '1'],
          ],
          asks: [],
        }),
      /best first/,
    ],
    [() => toSnapshot(instrument, { lastUpdateId: -1, bids: [], asks: [] }), /'lastUpdateId' is no count/],
    [() => toPrint(instrument, { ...trade, q: '0' }), /lacks its price or its size/],
    [() => toPrint(instrument, { ...trade, t: -1 }), /'t' is no count/],
    [() => toTouch(instrument, { ...touch, b: '0' }), /best size has no price/],
    [() => toTouch(instrument, { ...touch, u: 1e300 }), /'u' is no count/],
  ]
  for (const [read, message] of bad) t.throws(read, { message })
  t.equal(toPrint(instrument, { ...trade, p: '0', q: '0' }), null, 'but futures announce payments of their fund as prints of nothing')
})
