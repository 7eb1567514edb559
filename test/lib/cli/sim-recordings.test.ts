import { join } from 'node:path'
import t from 'tap'
import { openRecordings } from '../../../src/lib/cli/sim-recordings.ts'

const SESSION = ['wss://ws.kraken.com <-> 1618678132.3', '1618678132.8: {"event":"heartbeat"}']
const LINE = '1723161253000000000 {"n":1}'

t.test('tells recorded markets from recorded connections', async (t) => {
  const folder = t.testdir({ market: `${LINE}\n`, session: SESSION.join('\n') })
  const { feed, names, session } = openRecordings([join(folder, 'session'), join(folder, 'market')], false)
  t.strictSame([names, session], [['market'], SESSION])
  t.strictSame(feed?.pull(9), [LINE])
})

t.test('has no feed without a recorded market', async (t) => {
  const folder = t.testdir({ session: SESSION.join('\n') })
  t.match(openRecordings([join(folder, 'session')], false), { feed: null, names: [] })
  t.match(openRecordings([], false), { feed: null, names: [], session: [] })
  t.throws(() => openRecordings([join(folder, 'none')], false), { exit: 65, message: /none/ })
})

t.test('names the damaged line of a recorded connection', async (t) => {
  const folder = t.testdir({ session: [...SESSION, '1618678132.9: [1,{"as"'].join('\n') })
  t.throws(() => openRecordings([join(folder, 'session')], false), { exit: 65, message: /session' is damaged at line 3/ })
})
