import t from 'tap'
import { SymbolTable } from '../../../src/lib/venues/symbol-table.ts'
import { btcusdt, utf8Bytes } from '../../kit/market-texts.ts'

const name = utf8Bytes('"BTCUSDT"ETHUSDT')
const btc = { from: 1, to: 8 }

t.test('finds an instrument by the bytes of its symbol', async (t) => {
  const table = new SymbolTable(({ priceDecimals }) => priceDecimals)
  const instruments = new Map([['BTCUSDT', btcusdt]])
  const entry = table.find(name, btc, instruments)
  t.match(entry, { instrument: btcusdt, extra: 2 })
  t.equal(table.find(name, btc, instruments), entry)
  t.equal(table.find(name, { from: 9, to: 16 }, instruments), undefined)
})

t.test('follows the instruments that it is given', async (t) => {
  const table = new SymbolTable(({ priceDecimals }) => priceDecimals)
  table.find(name, btc, new Map([['BTCUSDT', btcusdt]]))
  t.match(table.find(name, btc, new Map([['BTCUSDT', { ...btcusdt, priceDecimals: 4 }]])), { extra: 4 })
  t.equal(table.find(name, btc, new Map()), undefined)
})

t.test('tells 6,000 symbols apart, also when its room is used up', async (t) => {
  const table = new SymbolTable(({ symbol }) => symbol)
  const symbols = Array.from({ length: 6_000 }, (_, index) => `S${index}USDT`)
  const instruments = new Map(symbols.map((symbol) => [symbol, { ...btcusdt, symbol }]))
  for (const symbol of [...symbols, ...symbols]) {
    const bytes = utf8Bytes(symbol)
    if (table.find(bytes, { from: 0, to: bytes.length }, instruments)?.extra !== symbol) t.fail(symbol)
  }
  t.pass('each was found')
})
