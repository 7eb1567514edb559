import fc from 'fast-check'
import t from 'tap'
import type { OrderStatus } from '../../../src/lib/model/order.ts'
import { transition } from '../../../src/lib/model/order-fsm.ts'
import type { OrderEvent } from '../../../src/lib/model/order-table.ts'
import { foldsBack, replayed, restoresBack } from './journal.ts'
import { lost, refused } from './paper-venue.ts'
import { Rig } from './rig.ts'

type Act = { readonly kind: string; readonly pick: number; readonly us: number }

interface World {
  rig: Rig
  epoch: number
  readonly held: string[]
}

const pickOf = (world: World, pick: number): string | undefined => {
  const ids = [...world.rig.venue.orders.keys()]
  return ids[pick % Math.max(1, ids.length)]
}

const isOpen = (status: string): boolean => status === 'NEW' || status === 'PARTIALLY_FILLED'

const fillSome = (world: World, pick: number): void => {
  const id = pickOf(world, pick)
  const order = world.rig.venue.orders.get(id ?? '')
  if (id === undefined || order === undefined || !isOpen(order.status)) return
  const executed = Number(order.executed) + 0.5
  const trade = world.rig.venue.fill(id, '0.5', String(executed))
  world.held.push(world.rig.venue.tradeReport(id, trade))
}

const cancelAtVenue = (world: World, pick: number): void => {
  const order = world.rig.venue.orders.get(pickOf(world, pick) ?? '')
  if (order === undefined || !isOpen(order.status)) return
  order.status = 'CANCELED'
  order.updateMs = Math.floor(world.rig.nowUs / 1000)
  world.held.push(world.rig.venue.report(order.coid, { x: 'CANCELED', X: 'CANCELED', c: 'x', C: order.coid }))
}

const ACTS: Readonly<Record<string, (world: World, pick: number) => void>> = {
  submit: ({ rig }) =>
    void rig.request('order.submit', {
      intentId: `n${rig.frames.length}`,
      strategyId: 'maker',
      symbol: 'BTCUSDT',
      side: 'buy',
      type: 'limit',
      tif: 'gtc',
      price: String(60 + rig.frames.length / 100),
      qty: '1',
      postOnly: false,
      reduceOnly: false,
    }),
  refuse: ({ rig }) => void rig.venue.script.push({ call: 'POST /api/v3/order', result: refused(400, -2010, 'no') }),
  lose: ({ rig }) => void rig.venue.script.push({ call: 'POST /api/v3/order', result: lost }),
  executeAndLose: ({ rig }) => void rig.venue.script.push({ call: 'POST /api/v3/order', result: 'executed' }),
  cancelAndLose: ({ rig }) => void rig.venue.script.push({ call: 'DELETE /api/v3/order', result: 'executed' }),
  fill: fillSome,
  cancelAtVenue,
  cancel: (world, pick) => void world.rig.request('order.cancel', { clientOrderId: pickOf(world, pick) ?? 'none' }),
  loseCancel: ({ rig }) => void rig.venue.script.push({ call: 'DELETE /api/v3/order', result: lost }),
  failQuery: ({ rig }) => void rig.venue.script.push({ call: 'GET /api/v3/order', result: refused(503, -1000, 'x') }),
  tell: ({ rig, held }, pick) => rig.text(held[pick % Math.max(1, held.length)] ?? '{}'),
  forget: ({ held }, pick) => void held.splice(pick % Math.max(1, held.length), 1),
  disconnect: ({ rig }) => void rig.offer({ type: 'stream.closed', generation: rig.state.stream.generation, reason: 'gone' }),
  restart: (world) => {
    world.epoch += 1
    world.rig = world.rig.restart(world.epoch)
  },
  deny: ({ rig }) => {
    rig.risk = () => 'deny'
  },
  allow: ({ rig }) => {
    rig.risk = () => 'allow'
  },
}

const act = fc.record({ kind: fc.constantFrom(...Object.keys(ACTS)), pick: fc.nat(50), us: fc.constantFrom(500, 5_000, 300_000, 2_500_000) })

const play = (acts: readonly Act[]): World => {
  const world: World = { rig: new Rig().start(), epoch: 1, held: [] }
  for (const { kind, pick, us } of acts) {
    ACTS[kind]?.(world, pick)
    world.rig.run(us)
  }
  world.rig.venue.script.length = 0
  world.rig.run(60_000_000)
  return world
}

const foldTable = (rig: Rig): string[] => {
  const statuses = new Map<string, OrderStatus>()
  return rig.events('order.changed').flatMap(({ body }) => {
    const { order, cause } = body as { order: { clientOrderId: string; status: OrderStatus }; cause: string }
    const before = statuses.get(order.clientOrderId)
    statuses.set(order.clientOrderId, order.status)
    if (before === undefined) return cause === 'accepted' && order.status === 'NEW_LOCAL' ? [] : [`birth by ${cause}`]
    const cell = transition(before, cause as OrderEvent)
    return cell.legal && (cell.next ?? before) === order.status ? [] : [`${before} ${cause} ${order.status}`]
  })
}

const executedAt = (rig: Rig, id: string): number =>
  rig.venue.trades.filter(({ orderId }) => orderId === rig.venue.orders.get(id)?.orderId).reduce((sum, { qty }) => sum + Number(qty), 0)

const STATUS_OF: Readonly<Record<string, string>> = { NEW: 'WORKING', PARTIALLY_FILLED: 'PARTIAL', FILLED: 'FILLED', CANCELED: 'CANCELED' }

const check = ({ rig }: World): string[] => {
  const problems = foldTable(rig)
  const { registry } = rig.state
  if (new Set(rig.venue.posts).size !== rig.venue.posts.length) problems.push('an order was sent twice')
  const denied = registry.tally.get('DENIED') ?? 0
  if (registry.intentsCount !== registry.sentCount + denied) problems.push(`${registry.intentsCount} intents, ${registry.sentCount} sent, ${denied} denied`)
  if (rig.state.illegalCount > 0) problems.push(`${rig.state.illegalCount} illegal transitions`)
  for (const order of rig.venue.orders.values()) {
    const own = rig.order(order.coid)
    if (own.status !== STATUS_OF[order.status]) problems.push(`${order.coid} is ${own.status} here and ${order.status} there`)
    if (Number(own.filledQty) !== executedAt(rig, order.coid)) problems.push(`${order.coid} filled ${own.filledQty} of ${executedAt(rig, order.coid)}`)
    if (Number(own.filledQty) > Number(own.qty)) problems.push(`${order.coid} is overfilled`)
  }
  for (const { order } of registry.entries.values())
    if (order.status === 'UNKNOWN' || order.status === 'SENT') problems.push(`${order.clientOrderId} is ${order.status}`)
  if (registry.unsettled.size > 0) problems.push(`${registry.unsettled.size} unsettled`)
  return problems
}

t.test('whatever happens, no order is sent twice, no fill is lost or doubled, and every fate becomes known', async (t) => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 40 }), (acts) => {
      const problems = check(play(acts))
      if (problems.length > 0) throw new Error(problems.join('; '))
    }),
    { numRuns: 300, seed: 99 },
  )
  t.pass('300 histories')
})

t.test('whatever happens, the journal folds back and replays', async (t) => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 25 }), (acts) => {
      const { rig } = play(acts)
      const { difference } = replayed(rig)
      if (difference !== null) throw new Error(JSON.stringify(difference))
      if (!foldsBack(rig)) throw new Error('the fold differs')
      for (const share of [0, 0.3, 0.7, 1]) if (!restoresBack(rig, Math.floor(rig.frames.length * share))) throw new Error(`a snapshot at ${share} differs`)
    }),
    { numRuns: 20, seed: 11 },
  )
  t.pass('20 histories')
})

t.test('a filter that knows no fill again is found out', async (t) => {
  const rig = new Rig({ deps: { seenFill: () => false } }).start()
  const id = rig.submit()
  rig.run(10_000)
  const told = rig.venue.tradeReport(id, rig.venue.fill(id, '0.5', '0.5'))
  rig.text(told)
  rig.text(told)
  rig.run(10_000)
  t.match(check({ rig, epoch: 1, held: [] }).join(), /filled 1 of 0.5/)
})
