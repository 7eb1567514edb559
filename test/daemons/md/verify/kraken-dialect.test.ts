import t from 'tap'
import { krakenDialect } from '../../../../src/daemons/md/verify/kraken-dialect.ts'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import { readFirstFrame } from '../../../../src/lib/venues/kraken/first-frames.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const read = (text: string) => krakenDialect.readLine(utf8Bytes(text))

t.test('reads frames with their time, and leaves what was sent aside', async (t) => {
  const line = read('1618678133.626511: [1360,{}]')
  t.equal(line !== null && line !== 'aside' && line.atUs, 1_618_678_133_626_511)
  t.equal(line !== null && line !== 'aside' && new TextDecoder().decode(line.frame), '[1360,{}]')
  t.strictSame(['', 'wss://x <-> 1618678132.3', 'wss://x <- 1618678132.8: {}'].map(read), ['aside', 'aside', 'aside'])
  t.strictSame(['nonsense', '12: {}', 'x: {}'].map(read), [null, null, null])
})

t.test('understands control messages and answers them', async (t) => {
  const { symbols, text } = {
    symbols: ['BTC/CHF', 'ADA/BTC'],
    text: (method: string, symbol: readonly string[]) => JSON.stringify({ method, params: { symbol }, req_id: 4 }),
  }
  const begun = krakenDialect.stream?.control(text('subscribe', symbols))
  t.match(begun, { begins: ['BTC-CHF', 'ADA-BTC'], ends: [] })
  t.strictSame(JSON.parse(begun?.answer ?? ''), { method: 'subscribe', req_id: 4, success: true })
  t.match(krakenDialect.stream?.control(text('unsubscribe', symbols.slice(0, 1))), { begins: [], ends: ['BTC-CHF'] })
  t.match(krakenDialect.stream?.control('{"method":"ping","req_id":5}'), { begins: [], ends: [] })
})

t.test('tells a whole book as the recorded streams do', async (t) => {
  const reference = new Reference(btcusdt)
  reference.follow({ type: 'book', symbol: 'BTCUSDT', bids: [100, 5, 99, 7], asks: [101, 6], checksum: null, eventUs: epochUs(1_618_678_133_000_020) })
  const text = krakenDialect.stream?.whole(reference) ?? ''
  t.strictSame(JSON.parse(text), [
    0,
    {
      as: [['1.01', '0.00006', '1618678133.000020']],
      bs: [
        ['1', '0.00005', '1618678133.000020'],
        ['0.99', '0.00007', '1618678133.000020'],
      ],
    },
    'book-1000',
    'BTCUSDT',
  ])
  const read = readFirstFrame(utf8Bytes(text), new Map([['BTCUSDT', btcusdt]]))
  t.match(read, { type: 'book', symbol: 'BTCUSDT', bids: [100, 5, 99, 7], asks: [101, 6], eventUs: 1_618_678_133_000_020 })
})

t.test('knows its own recordings, and the frames of books among theirs', async (t) => {
  t.strictSame(
    ['[1,{}]', '{"event":"heartbeat"}'].map((text) => krakenDialect.kindOf(utf8Bytes(text))),
    ['diff', 'other'],
  )
  t.equal(krakenDialect.claims('{"channelName":"book-1000"}'), true)
  t.equal(krakenDialect.claims('{"e":"depthUpdate"}'), false)
})
