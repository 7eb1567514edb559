import t from 'tap'
import { krakenDialect } from '../../../../src/daemons/md/verify/kraken-dialect.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const read = (text: string) => krakenDialect.readLine(utf8Bytes(text))

t.test('reads frames with their time, and leaves what was sent aside', async (t) => {
  const line = read('1618678133.626511: [1360,{}]')
  t.equal(line !== null && line !== 'aside' && line.atUs, 1_618_678_133_626_511)
  t.equal(line !== null && line !== 'aside' && new TextDecoder().decode(line.frame), '[1360,{}]')
  t.strictSame(['', 'wss://x <-> 1618678132.3', 'wss://x <- 1618678132.8: {}'].map(read), ['aside', 'aside', 'aside'])
  t.strictSame(['nonsense', '12: {}', 'x: {}'].map(read), [null, null, null])
})

t.test('answers control messages and asks for nothing', async (t) => {
  t.strictSame(JSON.parse(krakenDialect.controlAnswer('{"method":"subscribe","req_id":4}') ?? ''), { method: 'subscribe', req_id: 4, success: true })
  t.equal(krakenDialect.claims('{"channelName":"book-1000"}'), true)
  t.equal(krakenDialect.claims('{"e":"depthUpdate"}'), false)
})
