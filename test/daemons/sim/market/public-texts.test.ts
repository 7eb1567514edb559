import t from 'tap'
import { knownInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { diffText, topText, tradeEventText, wrappedText } from '../../../../src/daemons/sim/market/public-texts.ts'

const instrument = knownInstrument('BTCUSDT')

t.test('writes public events word for word', async (t) => {
  t.equal(
    diffText(instrument, { firstId: 3, lastId: 9, bids: [6_173_763, 0], asks: [6_183_764, 154_698] }, 1_723_161_255_208),
    '{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":3,"u":9,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]}',
  )
  const trade = { tradeId: 7, makerId: 1, takerId: 2, takerSide: 'sell', ticks: 6_183_763, lots: 2_000, makerLeftLots: 0 } as const
  t.equal(
    tradeEventText(instrument, trade, 1_723_161_255_343),
    '{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":7,"p":"61837.63000000","q":"0.02000000","T":1723161255343,"m":true,"M":true}',
  )
  const top = topText(instrument, { updateId: 5, bidTicks: 6_183_763, bidLots: 378_826, askTicks: 6_183_764, askLots: 154_698 })
  t.equal(top, '{"u":5,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}')
  t.equal(wrappedText('btcusdt@bookTicker', '{"u":5}'), '{"stream":"btcusdt@bookTicker","data":{"u":5}}')
})
