import t from 'tap'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { venueAmount, venuePrice, venueQty } from '../../../../src/daemons/sim/spot/texts.ts'
import { toMoney } from '../../../../src/lib/base/money.ts'

t.test('writes prices, quantities and amounts with eight places', async (t) => {
  const instrument = decimalInstrument('BTCUSDT', 2, 5)
  t.equal(venuePrice(instrument, 6_183_763), '61837.63000000')
  t.equal(venueQty(instrument, 1), '0.00001000')
  t.equal(venueQty(instrument, 900_000_000_000), '9000000.00000000')
  t.equal(venueQty(decimalInstrument('DOGEUSDT', 5, 0), 12), '12.00000000')
  t.equal(venueAmount(toMoney('0.5')), '0.50000000')
  t.equal(venueAmount(toMoney('-2')), '-2.00000000')
  t.equal(venueAmount(toMoney('0.0000000001')), '0.0000000001')
})
