import process from 'node:process'
import type { AccountState } from '../contracts/acct.ts'
import type { Order, OrderChanged } from '../contracts/exec.ts'
import type { HealthReport } from '../contracts/health.ts'
import type { Ticker } from '../contracts/market.ts'
import { SERVICES } from '../contracts/words.ts'
import { isLive } from '../model/order.ts'
import type { Bus, BusMessage } from '../ports/bus.ts'

/** What a demo shows while it runs: the newest of everything that was published. */
export interface LiveState {
  readonly tickers: Map<string, Ticker>
  readonly health: Map<string, HealthReport>
  account: AccountState | null
  readonly orders: Map<string, Order>
  sent: number
  fills: number
}

type Reader = (state: LiveState, message: BusMessage) => void

const onExec: Reader = (state, { type, body }) => {
  if (type === 'order.filled') state.fills += 1
  if (type !== 'order.changed') return
  const { order, cause } = body as OrderChanged
  if (cause === 'send') state.sent += 1
  if (isLive(order.status)) state.orders.set(order.clientOrderId, order)
  else state.orders.delete(order.clientOrderId)
}

const READERS: ReadonlyArray<readonly [string, Reader]> = [
  ['market_data.{symbol}.ticker', (state, { body }) => state.tickers.set((body as Ticker).symbol, body as Ticker)],
  [
    'acct.state',
    (state, { body }) => {
      state.account = body as AccountState
    },
  ],
  ['exec.events', onExec],
  ...SERVICES.map((service): readonly [string, Reader] => [`${service}.health`, (state, { body }) => state.health.set(service, body as HealthReport)]),
]

/** Follows the bus into one state that is always the newest. */
export const liveState = (bus: Bus): LiveState => {
  const state: LiveState = { tickers: new Map(), health: new Map(), account: null, orders: new Map(), sent: 0, fills: 0 }
  for (const [topic, read] of READERS) bus.subscribe(topic, (message) => read(state, message))
  return state
}

const pad = (text: string, width: number): string => text.padEnd(width)

const bookLines = (state: LiveState): string[] =>
  [...state.tickers.values()].map(({ symbol, bid, bidQty, ask, askQty }) => `${pad(symbol, 12)} bid ${pad(`${bid} x ${bidQty}`, 26)} ask ${ask} x ${askQty}`)

const positionLines = ({ account }: LiveState): string[] =>
  account === null
    ? ['books are not open yet']
    : [
        ...account.positions.map(
          ({ symbol, qty, averagePrice, realized, unrealized }) =>
            `${pad(symbol, 12)} position ${pad(qty, 14)} average ${pad(averagePrice ?? '-', 16)} realized ${realized}  unrealized ${unrealized ?? '-'}`,
        ),
        `equity ${account.equity ?? '-'}  realized ${account.realized}  unrealized ${account.unrealized ?? '-'}  fees ${account.fees}`,
      ]

const orderLines = ({ orders }: LiveState): string[] =>
  [...orders.values()]
    .slice(-6)
    .map(
      ({ clientOrderId, side, qty, price, status, filledQty }) =>
        `${pad(clientOrderId, 24)} ${pad(side, 5)} ${pad(`${qty} @ ${price ?? 'market'}`, 24)} ${pad(status, 10)} filled ${filledQty}`,
    )

const healthLine = ({ health }: LiveState): string => SERVICES.map((service) => `${service} ${health.get(service)?.state ?? '...'}`).join('   ')

/** The picture for a terminal, one line each, cut to its width. */
export const liveLines = (state: LiveState, elapsedMs: number): string[] => [
  `trade demo   ${(elapsedMs / 1_000).toFixed(1)} s   orders sent ${state.sent}   fills ${state.fills}   (Ctrl-C ends it in order)`,
  '',
  ...bookLines(state),
  '',
  ...positionLines(state),
  '',
  'live orders',
  ...orderLines(state).map((line) => `  ${line}`),
  '',
  healthLine(state),
]

/** Draws over the last picture; the cursor stays below it. */
export const drawer = (): ((lines: readonly string[]) => void) => {
  let height = 0
  return (lines) => {
    const width = process.stdout.columns || 80
    const up = height > 0 ? `\u001b[${height}A` : ''
    height = lines.length
    process.stdout.write(`${up}${lines.map((line) => `\u001b[2K${line.slice(0, width - 1)}\n`).join('')}\u001b[0J`)
  }
}

/** The same picture as one NDJSON record. */
export const liveRecord = (state: LiveState, elapsedMs: number, tsMs: number): object => ({
  v: 1,
  type: 'demo.state',
  ts: tsMs,
  src: 'demo',
  elapsedMs: Math.round(elapsedMs),
  tickers: [...state.tickers.values()].map(({ symbol, bid, bidQty, ask, askQty }) => ({ symbol, bid, bidQty, ask, askQty })),
  equity: state.account?.equity ?? null,
  realized: state.account?.realized ?? '0',
  sent: state.sent,
  fills: state.fills,
  openOrders: state.orders.size,
  health: Object.fromEntries([...state.health].map(([service, { state: lifecycle }]) => [service, lifecycle])),
})
