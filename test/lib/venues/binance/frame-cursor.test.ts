import fc from 'fast-check'
import t from 'tap'
import { publicLots, publicTicks } from '../../../../src/lib/model/public-level.ts'
import { DecimalForm } from '../../../../src/lib/venues/binance/decimal-form.ts'
import { FrameCursor } from '../../../../src/lib/venues/binance/frame-cursor.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const cursor = new FrameCursor()
const into = new Float64Array(1)

const decimal = (text: string, form: DecimalForm): number => {
  cursor.load(utf8Bytes(`before:"${text}"`))
  cursor.into = into
  return cursor.decimal(7, form, 0) === cursor.end ? (into[0] ?? 0) : Number.NaN
}

t.test('counts decimals as public prices and sizes are counted', async (t) => {
  const digits = fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.tuple(digits, digits), fc.nat(6), fc.constantFrom(1, 5, 10), (parts, decimals, step) => {
      const text = parts.join('.')
      const instrument = { ...btcusdt, priceDecimals: decimals, tickUnits: step, qtyDecimals: decimals, lotUnits: step }
      t.ok(Object.is(decimal(text, new DecimalForm(decimals, step, false)), publicTicks(instrument, text)), `${text} at ${decimals}, ${step}`)
      t.ok(Object.is(decimal(text, new DecimalForm(decimals, step, true)), publicLots(instrument, text)), `${text} at ${decimals}, ${step}, up`)
    }),
    { numRuns: 2_000 },
  )
})

t.test('refuses what is no decimal, and what is too long to be exact', async (t) => {
  const form = new DecimalForm(2, 1, true)
  for (const text of ['', '.', '1.', '.5', '-1', '1e3', '1.2.3', ' 1', '1234567890123456', `1.${'0'.repeat(40)}`])
    t.ok(Number.isNaN(decimal(text, form)), `'${text}'`)
  t.equal(decimal('12345678901.5', form), 1_234_567_890_150)
})

t.test('reads whole numbers as JSON writes them', async (t) => {
  for (const [text, value] of [
    ['0', 0],
    ['5123107832006', 5_123_107_832_006],
  ] as const) {
    cursor.load(utf8Bytes(text))
    t.ok(cursor.whole(into, 0))
    t.equal(into[0], value)
  }
  for (const text of ['', '-1', '01', '1234567890123456']) {
    cursor.load(utf8Bytes(text))
    t.notOk(cursor.whole(into, 0), text)
  }
})

t.test('never reads behind the end of a frame, whatever came before', async (t) => {
  cursor.load(utf8Bytes('"a long text that was here before"'))
  cursor.load(utf8Bytes('"a'))
  t.ok(cursor.take(34))
  t.notOk(cursor.text())
  t.notOk(cursor.load(new Uint8Array(1_048_577)))
  t.ok(cursor.load(new Uint8Array(500_000)))
})
