import t from 'tap'
import type { Peer } from '../../src/lib/contracts/words.ts'
import { type Arrow, arrows } from './arrows.ts'
import { acctMessages } from './producers/acct.ts'
import { execMessages } from './producers/exec.ts'
import { loopMessages } from './producers/loop.ts'
import { mdMessages } from './producers/md.ts'
import type { Produced } from './producers/produced.ts'
import { riskMessages } from './producers/risk.ts'
import { stratMessages } from './producers/strat.ts'

/** What the real cores of each daemon say; sim speaks the venue's words and nothing but its health here. */
const PRODUCERS = { md: mdMessages, exec: execMessages, risk: riskMessages, acct: acctMessages, strat: stratMessages } as const

/** Made by the loop and by the bus, for every daemon alike. */
const COMMON: ReadonlySet<string> = new Set(['health', 'hello.request', 'hello.answer'])
/** Made by the follower of a class A stream, which is no core. */
const FOLLOWED = 'events.since.request'

const arrowsFrom = (peer: Peer): Arrow[] => arrows.filter(({ from, message }) => from === peer && !COMMON.has(message.name))

const carryAll = (out: readonly Arrow[], made: readonly Produced[]): Array<readonly [label: string, sent: unknown, got: unknown]> =>
  made.flatMap(({ name, body }) =>
    out.filter(({ message }) => message.name === name).map((arrow) => [`${name} to '${arrow.to}'`, body, arrow.carry(body)] as const),
  )

for (const [daemon, messages] of Object.entries(PRODUCERS)) {
  const peer = daemon as keyof typeof PRODUCERS
  t.test(`what the core of '${peer}' says arrives at everybody who may hear it`, async (t) => {
    const made = messages()
    const carried = carryAll(arrowsFrom(peer), made)
    t.ok(carried.length > 0)
    for (const [label, sent, got] of carried) t.same(got, sent, label)
  })

  t.test(`the core of '${peer}' says everything that is listed, and nothing else`, async (t) => {
    const said = new Set(messages().map(({ name }) => name))
    const listed = new Set(arrowsFrom(peer).map(({ message }) => message.name))
    listed.delete(FOLLOWED)
    t.same([...said].sort(), [...listed].sort())
  })
}

t.test('the loop says how a daemon is', async (t) => {
  const made = loopMessages()
  t.match(made, [{ name: 'health', body: { state: 'syncing', ready: false, lagMs: 0 } }])
  const health = arrows.filter(({ from, message }) => from === 'acct' && message.name === 'health')
  for (const [label, sent, got] of carryAll(health, made)) t.same(got, sent, label)
})
