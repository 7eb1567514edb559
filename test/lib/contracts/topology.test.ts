import t from 'tap'
import { METHODS, marketTopic, TOPICS, topicPattern } from '../../../src/lib/contracts/topology.ts'
import { SERVICES } from '../../../src/lib/contracts/words.ts'

t.test('a concrete topic and its listed form belong together', async (t) => {
  for (const plane of ['orderbook', 'trades', 'ticker', 'state', 'marks', 'liquidations'] as const) {
    for (const symbol of ['BTCUSDT', '1000SATS-USDT', 'A', 'X_Y', 'Z'.repeat(32)]) {
      const topic = marketTopic(symbol, plane)
      t.equal(topicPattern(topic), `market_data.{symbol}.${plane}`)
      t.ok(TOPICS[topicPattern(topic)], topic)
    }
  }
  for (const topic of Object.keys(TOPICS)) t.equal(topicPattern(topic), topic)
})

t.test('the part after a plane is listed by what it stands for', async (t) => {
  t.equal(topicPattern(marketTopic('BTCUSDT', 'klines.1m')), 'market_data.{symbol}.klines.{interval}')
  t.equal(topicPattern('market_data.BTCUSDT.trades.1m'), 'market_data.BTCUSDT.trades.1m')
})

t.test('what is no symbol makes no listed topic', async (t) => {
  for (const symbol of ['btc', '', 'A.B', 'A B', 'Z'.repeat(33), 'Ü']) t.equal(TOPICS[topicPattern(`market_data.${symbol}.ticker`)], undefined, symbol)
})

t.test('no topic is the beginning of another once its dot is appended', async (t) => {
  const prefixes = Object.keys(TOPICS).map((topic) => `${topic.replace('{symbol}', 'BTCUSDT')}.`)
  t.same(
    prefixes.filter((one) => prefixes.some((other) => other !== one && other.startsWith(one))),
    [],
  )
})

t.test('every service says once a second how it is', async (t) => {
  for (const service of SERVICES) t.match(TOPICS[`${service}.health`], { by: service, readers: ['cli'], delivery: 'C' })
})

t.test('a class A stream can be pulled from whoever publishes it', async (t) => {
  for (const [topic, { by, delivery, readers }] of Object.entries(TOPICS)) {
    if (delivery !== 'A') continue
    t.ok(METHODS['events.since']?.by.includes(by), topic)
    for (const reader of readers) t.ok(METHODS['events.since']?.callers.includes(reader), `${reader} of ${topic}`)
  }
})

t.test('nobody asks a service that it has not greeted', async (t) => {
  const hello = METHODS.hello
  for (const [method, { by, callers }] of Object.entries(METHODS)) {
    for (const peer of by) t.ok(hello?.by.includes(peer), `${method} at ${peer}`)
    for (const peer of callers) t.ok(hello?.callers.includes(peer), `${method} from ${peer}`)
  }
})

t.test('only exec asks risk, and nobody but strat and the command line orders', async (t) => {
  t.same(METHODS['risk.check']?.callers, ['exec'])
  t.same(METHODS['order.submit']?.callers, ['strat', 'cli'])
})
