import type { Fill, Order } from '../../src/lib/contracts/exec.ts'
import type { StreamEvent } from '../../src/lib/contracts/stream.ts'
import type { DecodedFrame, Evidence, TruthRecord } from '../../src/lib/verify/evidence.ts'
import { execStream } from './exec-stream.ts'

export const BOUGHT = 'T1maker0-00001-0000001n'
export const CANCELED = 'T1maker0-00001-0000002n'
export const DENIED = 'T1maker0-00001-0000003n'

/** When the last order that was sent is proved lost, if the venue does not know it. */
export const DEAD_SERVER_MS = 9_000

type Draft = Pick<DecodedFrame, 'type' | 'payload'>
type Told = Omit<Order, 'clientOrderId'>

const send = (clientOrderId: string): Draft => ({ type: 'SEND', payload: { type: 'order.sent', clientOrderId, deadServerMs: DEAD_SERVER_MS } })
const eventOf = (event: StreamEvent): Draft => ({ type: 'EVENT', payload: { type: 'exec.event', event, detail: null } })

/** Frames numbered from 1 in one epoch. */
export const numbered = (drafts: readonly Draft[], epoch = 1): DecodedFrame[] =>
  drafts.map(({ type, payload }, index) => ({ seq: index + 1, tsUs: (index + 1) * 1_000, epoch, type, payload }))

const bought: Fill = {
  clientOrderId: BOUGHT,
  strategyId: 'maker',
  symbol: 'BTCUSDT',
  venueOrderId: '11',
  tradeId: '501',
  side: 'buy',
  price: '60000.01',
  qty: '0.001',
  fee: '0.000001',
  feeAsset: 'BTC',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
  liquidity: 'maker',
  eventUs: 1,
}
const sold: Fill = {
  ...bought,
  clientOrderId: CANCELED,
  venueOrderId: '12',
  tradeId: '502',
  side: 'sell',
  price: '60010',
  qty: '0.0004',
  fee: '0.024004',
  feeAsset: 'USDT',
}

/** One order filled whole, one canceled after a part, one denied; exec's journal of it. */
const execFrames = (): DecodedFrame[] => {
  const stream = execStream()
  const tell = (clientOrderId: string, cause: string, told: Partial<Told>): Draft => eventOf(stream.changed({ clientOrderId, ...told }, cause))
  return numbered([
    { type: 'EPOCH', payload: {} },
    { type: 'IN', payload: { type: 'start' } },
    eventOf(stream.reconciled({ USDT: '100000', BTC: '2' }, true)),
    tell(BOUGHT, 'accepted', { status: 'NEW_LOCAL' }),
    send(BOUGHT),
    tell(BOUGHT, 'send', { status: 'SENT' }),
    tell(BOUGHT, 'ack', { status: 'WORKING', venueOrderId: '11' }),
    tell(CANCELED, 'accepted', { status: 'NEW_LOCAL', side: 'sell' }),
    send(CANCELED),
    tell(CANCELED, 'send', { status: 'SENT', side: 'sell' }),
    tell(CANCELED, 'ack', { status: 'WORKING', side: 'sell', venueOrderId: '12' }),
    tell(DENIED, 'accepted', { status: 'NEW_LOCAL' }),
    tell(DENIED, 'deny', { status: 'DENIED' }),
    eventOf(stream.filled(bought)),
    tell(BOUGHT, 'fillLast', { status: 'FILLED', venueOrderId: '11', filledQty: '0.001', settled: true }),
    eventOf(stream.filled(sold)),
    tell(CANCELED, 'fill', { status: 'PARTIAL', side: 'sell', venueOrderId: '12', filledQty: '0.0004' }),
    tell(CANCELED, 'cancelReq', { status: 'PARTIAL', side: 'sell', pending: 'cancel', venueOrderId: '12', filledQty: '0.0004' }),
    tell(CANCELED, 'cancelAck', { status: 'CANCELED', side: 'sell', venueOrderId: '12', filledQty: '0.0004', settled: true }),
  ])
}

const truthOf = ({ venueOrderId, clientOrderId, tradeId, symbol, side, price, qty, fee, feeAsset }: Fill): Omit<TruthRecord, 'seq' | 'tsUs'> => ({
  type: 'fill',
  ...{ orderId: venueOrderId, clientOrderId, tradeId, symbol, side, price, qty, fee, feeAsset },
})

const BALANCES = [
  { asset: 'USDT', free: '99960.97998', locked: '3.000006' },
  { asset: 'BTC', free: '2.000599', locked: '0' },
]

/** Truth records numbered from 1. */
const truthLog = (records: ReadonlyArray<Omit<TruthRecord, 'seq' | 'tsUs'>>): TruthRecord[] =>
  records.map((record, index) => ({ ...record, seq: index + 1, tsUs: (index + 1) * 1_000 }))

const truth = (): TruthRecord[] =>
  truthLog([
    {
      type: 'account',
      balances: [
        { asset: 'USDT', free: '100000', locked: '0' },
        { asset: 'BTC', free: '2', locked: '0' },
      ],
    },
    { type: 'checkpoint', symbol: 'BTCUSDT', u: 7, hash: 'aa' },
    { type: 'accept', symbol: 'BTCUSDT', orderId: '11', clientOrderId: BOUGHT },
    { type: 'accept', symbol: 'BTCUSDT', orderId: '12', clientOrderId: CANCELED },
    truthOf(bought),
    truthOf(sold),
    { type: 'cancel', symbol: 'BTCUSDT', orderId: '12', clientOrderId: CANCELED },
    { type: 'checkpoint', symbol: 'BTCUSDT', u: 9, hash: 'bb' },
    { type: 'account', balances: BALANCES },
  ])

const account = (): NonNullable<Evidence['account']> => ({
  execSeq: 15,
  balances: [
    { asset: 'USDT', total: '99963.979986' },
    { asset: 'BTC', total: '2.000599' },
  ],
  positions: [
    {
      symbol: 'BTCUSDT',
      qty: '0.000599',
      averagePrice: '60000.01',
      realized: '0.003996',
      unrealized: '1.5',
      fees: '0.08400401',
      volume: '84.00401',
      fills: 2,
      mark: '60005',
    },
  ],
  realized: '0.003996',
  unrealized: '1.5',
  fees: '0.08400401',
  equity: '219974.5',
})

/** What a short run leaves behind when everything went right. */
export const cleanEvidence = (): Evidence => ({
  truth: truth(),
  exec: execFrames(),
  risk: numbered([
    { type: 'EPOCH', payload: {} },
    { type: 'VERDICT', payload: { type: 'verdict' } },
  ]),
  checkpoints: [
    { symbol: 'BTCUSDT', u: 7, hash: 'aa' },
    { symbol: 'BTCUSDT', u: 8, hash: 'never seen by the venue' },
    { symbol: 'BTCUSDT', u: 9, hash: 'bb' },
  ],
  readers: [{ name: 'ring reader of strat, epoch 1', delivered: 90, lost: 10, span: 100 }],
  account: account(),
  replays: [{ service: 'exec', inputs: 1, compared: 17, difference: null }],
  endUs: 60_000_000,
})

/** The evidence with another journal of exec, numbered anew; stream events keep their own sequence. */
export const withExec = (change: (frames: readonly DecodedFrame[]) => readonly DecodedFrame[]): Evidence => {
  const evidence = cleanEvidence()
  return { ...evidence, exec: numbered(change(evidence.exec)) }
}

/** The evidence with another truth log. */
export const withTruth = (change: (records: readonly TruthRecord[]) => ReadonlyArray<Omit<TruthRecord, 'seq' | 'tsUs'>>): Evidence => {
  const evidence = cleanEvidence()
  return { ...evidence, truth: truthLog(change(evidence.truth)) }
}

/** The frame with another body of its stream event. */
export const retold = (frame: DecodedFrame, change: (event: StreamEvent) => StreamEvent): DecodedFrame => ({
  ...frame,
  payload: { ...frame.payload, event: change(frame.payload.event as StreamEvent) },
})

/** The frame with other fields of its order. */
export const restated = (frame: DecodedFrame, fields: Partial<Order>): DecodedFrame =>
  retold(frame, (event) => {
    const body = event.body as { readonly order: Order }
    return { ...event, body: { ...body, order: { ...body.order, ...fields } } }
  })

export { bought }
