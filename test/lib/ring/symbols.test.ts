import fc from 'fast-check'
import t from 'tap'
import { SymbolTable } from '../../../src/lib/ring/symbols.ts'
import { btc } from '../../kit/ring.ts'

const table = (): { writer: SymbolTable; reader: SymbolTable } => {
  const buffer = new ArrayBuffer(4096)
  return { writer: new SymbolTable(buffer, 4096), reader: new SymbolTable(buffer, 4096) }
}

t.test('shows a reader what the writer added, in order', async (t) => {
  const text = fc.stringMatching(/^[A-Z0-9_-]{1,32}$/)
  const whole = fc.integer({ min: 1, max: 0x7fffffff })
  const symbol = fc.record({ symbol: text, tickUnits: whole, priceDecimals: whole, lotUnits: whole, qtyDecimals: whole })
  fc.assert(
    fc.property(fc.uniqueArray(symbol, { maxLength: 74, selector: (row) => row.symbol }), (rows) => {
      const { writer, reader } = table()
      t.same(
        rows.map((row) => writer.add(row)),
        rows.map((_, index) => index),
      )
      t.same(reader.read(), rows)
    }),
    { numRuns: 50 },
  )
})

t.test('gives a known symbol its index again', async (t) => {
  const { writer } = table()
  writer.add(btc)
  writer.add({ ...btc, symbol: 'ETHUSDT' })
  t.equal(writer.add(btc), 0)
  t.equal(writer.count(), 2)
})

t.test('refuses the symbol after the last that fits', async (t) => {
  const { writer, reader } = table()
  for (let index = 0; index < 74; index++) writer.add({ ...btc, symbol: `S${index}` })
  t.throws(() => writer.add(btc), { code: 'RING_SYMBOLS_FULL', exit: 78, message: /74 symbols is full at 'BTCUSDT'/ })
  t.equal(reader.read().length, 74)
})

t.test('refuses a name that does not fit and steps that are not whole', async (t) => {
  const { writer } = table()
  t.throws(() => writer.add({ ...btc, symbol: '' }), { code: 'RING_SYMBOL', exit: 2 })
  t.throws(() => writer.add({ ...btc, symbol: 'X'.repeat(33) }), { message: /33 bytes, 1 to 32 fit/ })
  t.throws(() => writer.add({ ...btc, tickUnits: 0 }), { code: 'RING_SYMBOL' })
  t.throws(() => writer.add({ ...btc, qtyDecimals: 0.5 }), { code: 'RING_SYMBOL' })
  t.equal(writer.count(), 0)
})
