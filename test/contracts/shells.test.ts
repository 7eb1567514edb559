import t from 'tap'
import { acctDaemon } from '../../src/daemons/acct/shell.ts'
import { execDaemon } from '../../src/daemons/exec/shell.ts'
import { mdDaemon } from '../../src/daemons/md/shell.ts'
import { riskDaemon } from '../../src/daemons/risk/shell.ts'
import { stratDaemon } from '../../src/daemons/strat/shell.ts'
import { METHODS, TOPICS } from '../../src/lib/contracts/topology.ts'
import type { Service } from '../../src/lib/contracts/words.ts'
import { guardBus } from '../../src/lib/daemon/door.ts'
import { runDaemon } from '../../src/lib/daemon/run.ts'
import type { BasePorts, DaemonSpec, Shell } from '../../src/lib/daemon/shell.ts'
import { binanceMarket } from '../../src/lib/venues/binance/market.ts'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import { config as execConfig } from '../daemons/exec/rig.ts'
import { mdConfig } from '../kit/md-core.ts'
import { memoryRing } from '../kit/ring.ts'
import { RISK_CONFIG } from '../kit/risk-desk.ts'
import { shellPorts } from '../kit/shell-ports.ts'
import { STRAT_CONFIG } from '../kit/strat-desk.ts'

const nothing = (): undefined => undefined
const venue = { send: nothing, openSocket: () => ({ send: nothing, sendFrame: nothing, close: nothing }), close: nothing }
const host = { start: nothing, post: nothing, stop: (done: () => void) => done() }
const log = { append: nothing, close: nothing }
const md = { venue, ring: memoryRing().writer, bell: { notify: nothing }, checkpoints: log }
const offer = nothing

/** Builds each real shell on some base ports. sim touches no topic and no method: it is the venue. */
const SHELLS: { readonly [Name in Exclude<Service, 'sim'>]: (ports: BasePorts) => Shell<never> } = {
  md: (ports) => mdDaemon({ venue: binanceMarket() }).shell({ config: mdConfig, ports: { ...ports, ...md }, offer }),
  exec: (ports) => execDaemon({ venue: binanceOrders }).shell({ config: execConfig, ports: { ...ports, venue }, offer }),
  risk: (ports) => riskDaemon().shell({ config: RISK_CONFIG, ports, offer }),
  acct: (ports) => acctDaemon().shell({ config: { quoteAsset: 'USDT', markStaleMs: 5_000 }, ports: { ...ports, state: { replace: nothing } }, offer }),
  strat: (ports) => stratDaemon.shell({ config: STRAT_CONFIG, ports: { ...ports, host }, offer }),
}

for (const [name, build] of Object.entries(SHELLS)) {
  const peer = name as keyof typeof SHELLS
  t.test(`the shell of '${peer}' reads the topics that are listed for it, and asks nobody else`, async (t) => {
    const kit = shellPorts()
    build({ ...kit.ports, bus: guardBus(peer, kit.ports.bus, kit.ports.log) })
    kit.advance(2_000_000)
    const listed = Object.entries(TOPICS).filter(([, { readers }]) => readers.includes(peer))
    t.same(kit.subscribed().sort(), listed.map(([topic]) => topic).sort())
    for (const { call } of kit.calls) t.ok(METHODS[call.method]?.callers.includes(peer), call.method)
  })
}

type Touch = (ports: BasePorts) => void

const planted = (touch: Touch): DaemonSpec<null, null, never, never, BasePorts> => ({
  name: 'acct',
  core: { init: () => null, step: nothing, health: () => ({ state: 'running', ready: true, reason: 'ok' }) },
  shell: ({ ports }) => {
    touch(ports)
    return { perform: nothing, close: (done) => done() }
  },
  metrics: [],
})

const request = (service: string, method: string): Touch => {
  const call = { service, method, body: {}, timeoutUs: 1, correlationId: 'c' }
  return ({ bus }) => bus.request(call, nothing)
}

/** What acct may not touch, and how the loop names it. */
const PLANTS: ReadonlyArray<readonly [smell: string, touch: Touch, says: RegExp]> = [
  ['reads a topic of others', ({ bus }) => void bus.subscribe('risk.events', nothing), /'acct' is not listed as reader of topic 'risk.events'/],
  ['reads a topic that nobody lists', ({ bus }) => void bus.subscribe('acct.secrets', nothing), /reader of topic 'acct.secrets'/],
  [
    'publishes for another',
    ({ bus }) => bus.publish({ topic: 'exec.events', type: 'order.filled', body: {}, correlationId: 'c' }),
    /'acct' is not listed as publisher of topic 'exec.events'/,
  ],
  ['asks what it may not ask', request('exec', 'order.submit'), /'acct' is not listed as caller of 'order.submit' at 'exec'/],
  ['asks a service that does not answer that', request('md', 'events.since'), /caller of 'events.since' at 'md'/],
  ['asks what nobody lists', request('exec', 'constructor'), /caller of 'constructor' at 'exec'/],
]

for (const [smell, touch, says] of PLANTS) {
  t.test(`a shell that ${smell} does not start`, async (t) => {
    const { ports } = shellPorts()
    t.throws(() => runDaemon(planted(touch), { config: null, ports, epoch: 1, onEnd: nothing }), { message: says })
  })
}

t.test('a shell that touches what is listed starts', async (t) => {
  const { ports } = shellPorts()
  const running = runDaemon(
    planted(({ bus }) => void bus.subscribe('exec.events', nothing)),
    { config: null, ports, epoch: 1, onEnd: nothing },
  )
  t.match(running.health(), { ready: true })
  running.kill()
})
