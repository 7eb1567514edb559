import { simDefaults, usdmDefaults } from '../../src/daemons/sim/config.ts'
import { frameText, signRequest } from '../../src/lib/io/venue-signing.ts'
import type { VenueResult } from '../../src/lib/ports/venue.ts'
import { readApiAnswer } from '../../src/lib/venues/binance/api-answers.ts'
import type { OrderVenue, VenueCall } from '../../src/lib/venues/orders.ts'
import { hmac, SIM_KEY, SIM_SECRET, SimDesk } from '../kit/sim-desk.ts'
import type { OpenBench, VenueBench } from './bench.ts'

const OTHER_KEY = 'other'
const OTHER_SECRET = 'others-secret'
const SIGNER = { apiKey: SIM_KEY, sign: (payload: string) => hmac(SIM_SECRET, payload) }
const OTHER = { apiKey: OTHER_KEY, sign: (payload: string) => hmac(OTHER_SECRET, payload) }

/** How a bench reaches the simulator. */
export interface SimForm {
  readonly orders: OrderVenue
  readonly route: 'rest' | 'api'
  readonly apiPath: string
  readonly isFutures: boolean
}

type Desk = InstanceType<typeof SimDesk>

const deskOf = (isFutures: boolean, limits: Parameters<OpenBench>[0] = {}): Desk => {
  const counts = {
    ...(limits.weightCount === undefined ? {} : { weightCount: limits.weightCount }),
    ...(limits.ordersCount === undefined ? {} : { ordersCount: limits.ordersCount }),
  }
  const balances = { USDT: '100000', BTC: '2' }
  return new SimDesk({
    secrets: { [OTHER_KEY]: OTHER_SECRET },
    config: {
      market: 'none',
      accounts: [
        { name: 'main', apiKey: SIM_KEY, balances },
        { name: 'other', apiKey: OTHER_KEY, balances },
      ],
      limits: { ...simDefaults.limits, ...counts, banAfterCount: 3 },
      usdm: { ...usdmDefaults, symbols: isFutures ? ['BTCUSDT'] : [], limits: { ...usdmDefaults.limits, ...counts } },
    },
  })
}

const restCall = (desk: Desk, request: VenueCall, signer = SIGNER): VenueResult => {
  const { target, headers } = signRequest(request, signer)
  const at = target.indexOf('?')
  const query = at < 0 ? '' : target.slice(at + 1)
  const answer = desk.raw({ method: request.method, path: request.path, query, key: headers['X-MBX-APIKEY'] ?? '' })
  if (answer === undefined) return { ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 }
  return { ok: true, status: answer.status, headers: lower(answer.headers), body: JSON.stringify(answer.body), sentMonoUs: 0 }
}

const lower = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const apiCall = (desk: Desk, socketId: string, request: VenueCall & { readonly api: string }): VenueResult => {
  desk.say(socketId, frameText({ id: 1, method: request.api, params: Object.fromEntries(request.params), sign: request.security === 'signed' }, SIGNER))
  const answer = readApiAnswer(desk.texts(socketId).at(-1) ?? '')
  return answer === null ? { ok: false, sent: true, reason: 'no answer', sentMonoUs: 0 } : { ok: true, ...answer, sentMonoUs: 0 }
}

/** The real simulator behind an adapter, its calls over REST or over the WebSocket API. */
export const simBench =
  ({ orders, route, apiPath, isFutures }: SimForm): OpenBench =>
  (limits) => {
    const desk = deskOf(isFutures, limits)
    const apiSocket = route === 'api' ? desk.open(apiPath) : ''
    let userSocket = ''
    let hits = 0
    const bench: VenueBench = {
      orders,
      symbol: 'BTCUSDT',
      qty: '0.02',
      half: '0.01',
      price: '50000',
      badPrice: '50000.0001',
      hugeQty: '900',
      get nowMs() {
        return desk.nowMs
      },
      call: (request) => (request.api === undefined || route === 'rest' ? restCall(desk, request) : apiCall(desk, apiSocket, { ...request, api: request.api })),
      openSocket: (path) => {
        if (userSocket !== '') desk.give({ type: 'socket.closed', socketId: userSocket })
        userSocket = desk.open(path)
      },
      sendFrame: (frame) => desk.say(userSocket, frameText(frame, SIGNER)),
      texts: () => desk.texts(userSocket),
      hit: (side, price, qty) => {
        hits += 1
        const order = { clientOrderId: `other${hits}`, symbol: 'BTCUSDT', side, type: 'limit', tif: 'gtc', price, qty } as const
        const answer = orders.readPlaced(restCall(desk, orders.place(order, { serverMs: desk.nowMs, recvWindowMs: 2_000 }), OTHER))
        if (answer.kind !== 'accepted') throw new Error(answer.reason)
      },
      advance: (ms) => desk.advance(ms * 1_000),
      endStream: () => {
        if (orders.streamKey === undefined) return false
        desk.advance(3_700_000_000)
        return true
      },
    }
    desk.advance(1_000_000)
    return bench
  }
