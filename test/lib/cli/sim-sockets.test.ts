import t from 'tap'
import { parseSockets } from '../../../src/lib/cli/sim-sockets.ts'

t.test('reads times and counts of sockets', async (t) => {
  t.strictSame(parseSockets('life=2h,ping=200ms,silent=60s,attempts=9'), { socketLifeMs: 7_200_000, pingEveryMs: 200, silentMs: 60_000, attemptsCount: 9 })
  t.strictSame(parseSockets(undefined), {})
})

t.test('refuses what is no setting with exit code 2, naming the part', async (t) => {
  for (const text of ['life', 'life=2', 'ping=0s', 'attempts=1s', 'toString=1s'])
    t.throws(() => parseSockets(`attempts=1,${text}`), { code: 'USAGE', exit: 2, message: `'--sockets' ${text} is no setting` }, text)
})
