import t from 'tap'
import { readSession } from '../../../../src/daemons/sim/kraken/session-lines.ts'

const LINES = [
  'wss://ws.kraken.com <-> 1618678132.3858151',
  'wss://ws.kraken.com <- 1618678132.8253062: {"event":"subscribe","pair":["A/B"]}',
  '1618678132.8258188: {"event":"systemStatus","status":"online"}',
  '1618678132.927716: {"event":"subscriptionStatus","pair":"A/B","status":"subscribed"}',
  '1618678133.2949052: {"event":"heartbeat"}',
  '1618678133.626511: [1360,{"as":[],"bs":[]},"book-1000","A/B"]',
  '1618678134.213106: [992,{"b":[["1","2","3"]],"c":"7"},"book-1000","A/B"]',
  '1618678134.3: [992,{"a":[]},{"b":[],"c":"7"},"book-1000","A/B"]',
  '1618678134.4: {"event":"pong"}',
  '',
]

t.test('reads what the venue sent, with its time, and when the recorder asked', async (t) => {
  const { askedUs, lines } = readSession(LINES)
  t.equal(askedUs, 1_618_678_132_825_306)
  t.strictSame(
    lines.map(({ atUs, kind, pair }) => [atUs - askedUs, kind, pair]),
    [
      [513, 'greeting', ''],
      [102_410, 'status', 'A/B'],
      [469_599, 'beat', ''],
      [801_205, 'book', 'A/B'],
      [1_387_800, 'change', 'A/B'],
      [1_474_694, 'change', 'A/B'],
    ],
  )
  t.equal(lines[3]?.text, '[1360,{"as":[],"bs":[]},"book-1000","A/B"]')
})

t.test('counts from the first message when nobody asked, and throws at what is no JSON', async (t) => {
  t.equal(readSession(LINES.slice(2)).askedUs, 1_618_678_132_825_819)
  t.strictSame(readSession([]), { askedUs: 0, lines: [] })
  t.throws(() => readSession(['1618678134.4: {"event"']), SyntaxError)
})
