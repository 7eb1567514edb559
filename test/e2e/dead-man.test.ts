import { join } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import { openPeer } from '../../src/lib/cli/peer.ts'
import type { Order, StatusAnswer, SubmitRequest } from '../../src/lib/contracts/exec.ts'
import { systemClock } from '../../src/lib/io/clock.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import { readCredentials, signerOf } from '../../src/lib/io/signer.ts'
import { openVenueLink } from '../../src/lib/io/venue-link.ts'
import type { VenueResult } from '../../src/lib/ports/venue.ts'
import { binanceUsdmOrders } from '../../src/lib/venues/binance-usdm/orders.ts'
import type { NewOrder, VenueCall } from '../../src/lib/venues/orders.ts'
import { busOf, closeBus } from '../kit/bus.ts'
import { serviceUp, stackDir, start, trade } from '../kit/cli.ts'
import { until } from '../kit/until.ts'

const WAIT = { withinMs: 30_000, everyMs: 50 }
const DEAD_MAN_MS = 3_000
const SYMBOL = 'BTCUSDT'
const clock = systemClock()
const nowMs = (): number => Math.floor(clock.nowUs() / 1_000)

/** Allows everything, and has never halted. */
const obedientRisk = async (t: Test, dir: string): Promise<void> => {
  const bus = await busOf('risk', { directory: findPlaces({ dir }).run })
  t.teardown(() => closeBus(bus))
  bus.serve(({ requestId, method }) => {
    const verdict = { verdict: 'allow', codes: [], policyVersion: 'p', riskSeq: 1, expiresUs: clock.nowUs() + 1_000_000 }
    bus.reply(requestId, { ok: true, body: method === 'risk.check' ? verdict : { epoch: 1, events: [], lastSeq: 0, more: false } })
  })
}

/** The same account by hand, beside exec. */
const byHand = (t: Test, dir: string, endpoint: string) => {
  const signer = signerOf(readCredentials(join(dir, 'credentials/sim.json')))
  const link = openVenueLink({ endpoint, signer, clock })
  t.teardown(() => link.close())
  const call = (request: VenueCall): Promise<VenueResult> => new Promise((resolve) => link.send(request, 2_000_000, resolve))
  const validity = () => ({ serverMs: nowMs(), recvWindowMs: 5_000 })
  const orders = binanceUsdmOrders
  return {
    openCount: async (): Promise<number> => {
      const answer = orders.readOrders(await call(orders.openOrders(SYMBOL, validity())))
      return answer.kind === 'found' ? answer.value.length : -1
    },
    place: async (order: Partial<NewOrder>) => {
      const base = { clientOrderId: `hand${nowMs()}`, symbol: SYMBOL, side: 'buy', type: 'market', tif: 'gtc', price: null, qty: '0.01' } as const
      return orders.readPlaced(await call(orders.place({ ...base, ...order }, validity())))
    },
    bid: async (): Promise<number> => {
      const answer = await call({
        method: 'GET',
        path: '/fapi/v1/ticker/bookTicker',
        params: [['symbol', SYMBOL]],
        security: 'none',
        cost: { weight: 1, orders: 0 },
      })
      return Number((JSON.parse(answer.ok ? answer.body : '{}') as { bidPrice?: string }).bidPrice ?? 0)
    },
  }
}

/** exec on the futures of a simulator, ready to trade. */
const setUp = async (t: Test) => {
  const dir = stackDir(t)
  start(t, ['sim', '--daemon', '--dir', dir, '--usdm', SYMBOL], { withinMs: 120_000 })
  const endpoint = `http://${(await serviceUp(dir, 'sim')).http}`
  await obedientRisk(t, dir)
  start(t, ['exec', '--daemon', '--dir', dir, '--venue', 'binance-usdm', '--endpoint', endpoint, '--dead-man', `${DEAD_MAN_MS}ms`], { withinMs: 120_000 })
  const { pid, http } = await serviceUp(dir, 'exec')
  await until('exec is ready', async () => (await fetch(`http://${http}/health?probe=ready`)).ok, WAIT)
  const peer = await openPeer(findPlaces({ dir }))
  t.teardown(() => peer.close())
  const ask = async (method: string, body: unknown): Promise<unknown> => {
    const answer = await peer.ask({ service: 'exec', method, body, timeoutUs: 5_000_000 })
    if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.message} ${answer.error.hint ?? ''}`)
    return answer.body
  }
  let intents = 0
  const submit = async (over: Partial<SubmitRequest>): Promise<string> => {
    intents += 1
    const base = {
      intentId: `i${intents}`,
      strategyId: 'hand',
      symbol: SYMBOL,
      side: 'buy',
      type: 'market',
      tif: 'gtc',
      qty: '0.01',
      postOnly: false,
      reduceOnly: false,
    }
    return ((await ask('order.submit', { ...base, ...over })) as { clientOrderId: string }).clientOrderId
  }
  const orderOf = async (clientOrderId: string): Promise<Order | undefined> => ((await ask('order.status', { clientOrderId })) as StatusAnswer).orders[0]
  const inStatus = (clientOrderId: string, status: Order['status']): Promise<unknown> =>
    until(`the order is ${status}`, async () => (await orderOf(clientOrderId))?.status === status, WAIT)
  return { pid, submit, inStatus, hand: byHand(t, dir, endpoint) }
}

t.test('a stopped exec leaves no order behind, and what only reduces cannot open', async (t) => {
  const { pid, submit, inStatus, hand } = await setUp(t)
  const bid = await hand.bid()
  await inStatus(await submit({}), 'FILLED')
  const away = (ratio: number): string => (bid * ratio).toFixed(1)
  const resting = [await submit({ type: 'limit', price: away(0.97) }), await submit({ type: 'limit', side: 'sell', price: away(1.03), reduceOnly: true })]
  for (const id of resting) await inStatus(id, 'WORKING')
  await until('twice the countdown passes', async () => (await hand.openCount()) !== 2, { withinMs: 2 * DEAD_MAN_MS, everyMs: 250 }).then(
    () => t.fail('an order ends though exec lives'),
    () => t.pass('orders rest while exec renews'),
  )

  const stoppedMs = performance.now()
  process.kill(pid, 'SIGSTOP')
  t.equal(await hand.openCount(), 2, 'they rest when it stops')
  t.match(await hand.place({ side: 'buy', reduceOnly: true }), { kind: 'rejected', reason: /^-2022/ }, 'the venue lets nothing through that would open')
  t.match(await hand.place({ side: 'sell', qty: '0.02', reduceOnly: true, type: 'limit', price: away(1.03) }), { kind: 'rejected', reason: /^-2022/ })
  await until('the venue cancels', async () => (await hand.openCount()) === 0, { ...WAIT, everyMs: 20 })
  const tookMs = performance.now() - stoppedMs
  t.comment(`canceled ${Math.round(tookMs)} ms after exec stopped, countdown ${DEAD_MAN_MS} ms`)
  t.ok(tookMs > DEAD_MAN_MS / 2 && tookMs < DEAD_MAN_MS + 1_500, `${tookMs} ms`)

  process.kill(pid, 'SIGCONT')
  for (const id of resting) await inStatus(id, 'CANCELED')
  await inStatus(await submit({ type: 'limit', price: away(0.97) }), 'WORKING')
  process.kill(pid, 'SIGTERM')
  await until('exec ends without an order', async () => (await hand.openCount()) === 0, WAIT)
})

t.test('a countdown that is no time is refused', async (t) => {
  t.match(await trade(['exec', '--dir', stackDir(t), '--dead-man', 'soon']), { code: 2, stderr: /'--dead-man' soon is no duration/ })
  t.match(await trade(['exec', '--dir', stackDir(t), '--venue', 'kraken']), { code: 2, stderr: /no orders go to 'kraken'/ })
})
