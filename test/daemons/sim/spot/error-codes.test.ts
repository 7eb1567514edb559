import t from 'tap'
import type { SimLimits } from '../../../../src/daemons/sim/config.ts'
import { type Json, QUIET_MARKET, recordedTrade, SIM_KEY, SimDesk } from '../../../kit/sim-desk.ts'

const ORDER = '/api/v3/order'
const LIMIT = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.5', price: '99.00', newClientOrderId: 'c1' }
const DAY_US = 86_400_000_000
const LIMITS: SimLimits = { weightCount: 6_000, weightWindowMs: 60_000, ordersCount: 100, ordersWindowMs: 10_000 }

type Values = Readonly<Record<string, string | number>>
type Said = { readonly status: number; readonly body: Json }

const openDesk = (limits: Partial<SimLimits> = {}): SimDesk => {
  const lines = [...QUIET_MARKET, recordedTrade(30, ['100.00', '1'], true), recordedTrade(60_000, ['100.00', '1'], true)]
  const desk = new SimDesk({ lines, config: { autostart: true, limits: { ...LIMITS, ...limits } } })
  desk.advance(100_000)
  return desk
}

const place = (desk: SimDesk, fields: Values = {}): Said => desk.signed('POST', ORDER, { ...LIMIT, ...fields })
const placed = (): SimDesk => {
  const desk = openDesk()
  place(desk)
  return desk
}
const cancel = (desk: SimDesk, fields: Values = {}): Said => desk.signed('DELETE', ORDER, { symbol: 'BTCUSDT', orderId: 1, ...fields })
const raw = (desk: SimDesk, query: string, key?: string): Said =>
  desk.raw({ method: 'GET', path: '/api/v3/account', query, ...(key === undefined ? {} : { key }) }) ?? none
const asked = (desk: SimDesk, path: string, query: string): Said => desk.ask('GET', path, query) ?? none
const none: Said = { status: 0, body: {} }

const socketSaid = (desk: SimDesk, frame: Values & { readonly method: string }): Said => {
  const socket = desk.watch()
  desk.take(socket)
  const { method, ...params } = frame
  desk.say(socket, { id: 1, method, params })
  const answer = desk.take(socket).at(-1)
  return { status: Number(answer?.status), body: answer?.error ?? {} }
}

const subscribeTwice = (): Said => {
  const desk = openDesk()
  const socket = desk.open('/ws-api/v3')
  const params = Object.fromEntries(new URLSearchParams(desk.sign({ apiKey: SIM_KEY })))
  for (let count = 0; count < 2; count++) desk.say(socket, { id: count, method: 'userDataStream.subscribe.signature', params })
  const answer = desk.take(socket).at(-1)
  return { status: Number(answer?.status), body: answer?.error ?? {} }
}

const subscribeTooOften = (): Said => {
  const desk = openDesk()
  const socket = desk.watch()
  const { users } = desk.venue
  const turn = { nowUs: 1, emit: () => undefined } as never
  for (let count = 1; count < 65_535; count++) {
    users.unsubscribe(socket, undefined, turn)
    users.subscribe(socket, 'main')
  }
  users.unsubscribe(socket, undefined, turn)
  desk.take(socket)
  const params = Object.fromEntries(new URLSearchParams(desk.sign({ apiKey: SIM_KEY })))
  desk.say(socket, { id: 1, method: 'userDataStream.subscribe.signature', params })
  const answer = desk.take(socket).at(-1)
  return { status: Number(answer?.status), body: answer?.error ?? {} }
}

const banned = (): Said => {
  const desk = openDesk({ weightCount: 20, banAfterCount: 1 })
  for (let count = 0; count < 2; count++) desk.signed('GET', '/api/v3/account')
  desk.signed('GET', '/api/v3/account')
  return desk.signed('GET', '/api/v3/account')
}

const archived = (): Said => {
  const desk = placed()
  cancel(desk)
  desk.advance(91 * DAY_US)
  return desk.signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 1 })
}

const noBook = (): Said => {
  const desk = new SimDesk({ lines: QUIET_MARKET.slice(0, 1), config: { autostart: true } })
  desk.advance(100_000)
  desk.ask('GET', '/api/v3/depth', 'symbol=BTCUSDT')
  const requestId = desk.lastRequestId
  desk.advance(6_000_000)
  return desk.answer(requestId) ?? none
}

const replaced = (fields: Values): Said =>
  placed().signed('POST', '/api/v3/order/cancelReplace', {
    ...LIMIT,
    cancelReplaceMode: 'ALLOW_FAILURE',
    newClientOrderId: 'c2',
    cancelOrigClientOrderId: 'c9',
    ...fields,
  })

/** A call at a venue with a fault. */
const faulty = (fault: string): Said => {
  const desk = openDesk()
  desk.raw({ method: 'POST', path: '/sim/faults', body: `${fault}:100%`, key: '' })
  return place(desk)
}

const notOpen = (): Said => {
  const desk = new SimDesk({ lines: [] })
  desk.venue.open = false
  return asked(desk, '/api/v3/ping', '')
}

type Case = readonly [code: number, status: number, text: string | RegExp, make: () => Said]

const CASES: readonly Case[] = [
  [-1000, 503, 'An unknown error occurred while processing the request.', () => faulty('http-5xx')],
  [-1001, 503, 'Internal error; unable to process your request. Please try again.', notOpen],
  [-1006, 500, 'An unexpected response was received from the message bus. Execution status unknown.', () => faulty('unknown-1006')],
  [-1007, 500, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.', () => faulty('unknown-1007')],
  [-1008, 503, 'Server is currently overloaded with other requests. Please try again in a few minutes.', () => faulty('overload')],
  [
    -1003,
    429,
    /^Too much request weight used; current limit is 10 request weight per 1 MINUTE\. /,
    () => openDesk({ weightCount: 10 }).signed('GET', '/api/v3/account'),
  ],
  [-1003, 418, /^Way too much request weight used; IP banned until \d{13}\. /, banned],
  [-1013, 400, 'Filter failure: PRICE_FILTER', () => place(openDesk(), { price: '99.001' })],
  [-1014, 400, 'Unsupported order combination.', () => place(openDesk(), { timeInForce: 'IOC', icebergQty: '0.1' })],
  [
    -1015,
    429,
    'Too many new orders; current limit is 1 orders per 10 SECOND.',
    () => {
      const desk = openDesk({ ordersCount: 1 })
      place(desk)
      return place(desk, { newClientOrderId: 'c2' })
    },
  ],
  [-1020, 400, 'This operation is not supported.', () => openDesk().signed('POST', '/api/v3/sor/order')],
  [-1021, 400, "Timestamp for this request was 1000ms ahead of the server's time.", () => raw(openDesk(), `timestamp=${Number.MAX_SAFE_INTEGER}&signature=00`)],
  [-1021, 400, 'Timestamp for this request is outside of the recvWindow.', () => raw(openDesk(), 'timestamp=1&signature=00')],
  [
    -1022,
    400,
    'Signature for this request is not valid.',
    () => {
      const desk = openDesk()
      return raw(desk, `timestamp=${desk.nowMs}&signature=00`)
    },
  ],
  [-1100, 400, /^Illegal characters found in parameter 'quantity'; legal range is /, () => place(openDesk(), { quantity: 'x' })],
  [-1101, 400, "Too many parameters; expected '0' and received '1'.", () => asked(openDesk(), '/api/v3/ping', 'a=1')],
  [-1101, 400, 'Duplicate values for a parameter detected.', () => asked(openDesk(), '/api/v3/depth', 'symbol=A&symbol=B')],
  [-1102, 400, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.", () => asked(openDesk(), '/api/v3/depth', '')],
  [-1102, 400, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!", () => openDesk().signed('GET', ORDER, { symbol: 'BTCUSDT' })],
  [-1103, 400, 'An unknown parameter was sent.', () => socketSaid(openDesk(), { method: 'order.status', foo: 1 })],
  [-1104, 400, "Not all sent parameters were read; read '9' parameter(s) but was sent '10'.", () => place(openDesk(), { foo: 1 })],
  [-1105, 400, "Parameter 'newClientOrderId' was empty.", () => place(openDesk(), { newClientOrderId: '' })],
  [-1106, 400, "Parameter 'stopPrice' sent when not required.", () => place(openDesk(), { stopPrice: '98' })],
  [-1108, 400, "Parameter 'orderId' overflowed.", () => cancel(openDesk(), { orderId: '99999999999999999999' })],
  [-1111, 400, "Parameter 'price' has too much precision.", () => place(openDesk(), { price: '99.000000001' })],
  [-1112, 400, 'No orders on book for symbol.', noBook],
  [-1115, 400, 'Invalid timeInForce.', () => place(openDesk(), { timeInForce: 'GTX' })],
  [-1116, 400, 'Invalid orderType.', () => place(openDesk(), { type: 'HOPE' })],
  [-1117, 400, 'Invalid side.', () => place(openDesk(), { side: 'HOLD' })],
  [-1120, 400, 'Invalid interval.', () => asked(openDesk(), '/api/v3/klines', 'symbol=BTCUSDT&interval=7m')],
  [-2043, 400, "This symbol doesn't have a reference price.", () => asked(openDesk(), '/api/v3/referencePrice', 'symbol=BTCUSDT')],
  [-1121, 400, 'Invalid symbol.', () => asked(openDesk(), '/api/v3/depth', 'symbol=NOPE')],
  [-1122, 400, 'Invalid symbolStatus.', () => asked(openDesk(), '/api/v3/depth', 'symbol=BTCUSDT&symbolStatus=GOOD')],
  [-1220, 400, "The symbol's status does not match the requested symbolStatus.", () => asked(openDesk(), '/api/v3/depth', 'symbol=BTCUSDT&symbolStatus=HALT')],
  [
    -1127,
    400,
    'More than 24 hours between startTime and endTime.',
    () => openDesk().signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', startTime: 0, endTime: 86_400_001 }),
  ],
  [
    -1128,
    400,
    'Combination of optional parameters invalid.',
    () => openDesk().signed('GET', '/api/v3/myTrades', { symbol: 'BTCUSDT', startTime: 0, fromId: 1 }),
  ],
  [-1130, 400, "Data sent for parameter 'newOrderRespType' is not valid.", () => place(openDesk(), { newOrderRespType: 'LONG' })],
  [-1134, 400, 'strategyType was less than 1000000.', () => place(openDesk(), { strategyType: 1 })],
  [-1145, 400, 'cancelRestrictions has to be either ONLY_NEW or ONLY_PARTIALLY_FILLED.', () => cancel(placed(), { cancelRestrictions: 'NEVER' })],
  [
    -1194,
    400,
    /^Invalid value for time unit; expected either MICROSECOND or MILLISECOND\.$/,
    () => {
      const desk = openDesk()
      desk.give({ type: 'http.request', requestId: 'x', method: 'GET', path: '/api/v3/time', query: '', headers: { 'x-mbx-time-unit': 'DAY' }, body: '' })
      return desk.answer('x') ?? none
    },
  ],
  [-2010, 400, 'Account has insufficient balance for requested action.', () => place(openDesk(), { quantity: '1011' })],
  [-2010, 400, 'Duplicate order sent.', () => place(placed())],
  [-2010, 400, 'Order would immediately match and take.', () => place(openDesk(), { type: 'LIMIT_MAKER', timeInForce: '', price: '100.01' })],
  [-2010, 400, 'Order would trigger immediately.', () => place(openDesk(), { type: 'STOP_LOSS_LIMIT', stopPrice: '100' })],
  [-2011, 400, 'Unknown order sent.', () => cancel(openDesk())],
  [-2011, 400, 'Order was not canceled due to cancel restrictions.', () => cancel(placed(), { cancelRestrictions: 'ONLY_PARTIALLY_FILLED' })],
  [-2013, 400, 'Order does not exist.', () => openDesk().signed('GET', ORDER, { symbol: 'BTCUSDT', orderId: 7 })],
  [-2014, 401, 'API-key format invalid.', () => raw(openDesk(), '', '')],
  [-2015, 401, 'Invalid API-key, IP, or permissions for action.', () => raw(openDesk(), '', 'other')],
  [-2021, 409, 'Order cancel-replace partially failed.', () => replaced({})],
  [-2022, 400, 'Order cancel-replace failed.', () => replaced({ newClientOrderId: 'c1' })],
  [-2026, 400, 'Order was canceled or expired with no executed qty over 90 days ago and has been archived.', archived],
  [-2035, 400, 'User Data Stream subscription already active.', subscribeTwice],
  [-2042, 400, 'Maximum subscription ID reached for this connection.', subscribeTooOften],
  [-2036, 400, 'User Data Stream subscription not active.', () => socketSaid(openDesk(), { method: 'userDataStream.unsubscribe', subscriptionId: 9 })],
  [-2038, 400, 'Unknown order sent.', () => openDesk().signed('PUT', '/api/v3/order/amend/keepPriority', { symbol: 'BTCUSDT', orderId: 1, newQty: '0.1' })],
  [-2039, 400, 'Client order ID is not correct for this order ID.', () => cancel(placed(), { origClientOrderId: 'c9' })],
]

t.test('produces each code with its status and text', async (t) => {
  for (const [code, status, text, make] of CASES) {
    const said = make()
    t.match(said, { status, body: { code, msg: text } }, `${code} ${text}`)
  }
})

/** Every code of the venue's list that a client meets on spot. */
const WANTED = [
  -1003, -1006, -1007, -1008, -1013, -1015, -1020, -1021, -1022, -1100, -1101, -1102, -1103, -1104, -1105, -1106, -1108, -1111, -1112, -1115, -1116, -1117,
  -1120, -1121, -1128, -1130, -1145, -1220, -2010, -2011, -2013, -2014, -2015, -2021, -2022, -2026, -2035, -2036, -2038, -2039, -2042, -2043,
]

t.test('leaves no code of the list out', async (t) => {
  const made = new Set(CASES.map(([code]) => code))
  t.strictSame(
    WANTED.filter((code) => !made.has(code)),
    [],
  )
})
