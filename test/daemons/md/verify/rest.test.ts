import t from 'tap'
import { binanceDialect } from '../../../../src/daemons/md/verify/binance-dialect.ts'
import { Reference } from '../../../../src/daemons/md/verify/reference.ts'
import { Rest } from '../../../../src/daemons/md/verify/rest.ts'
import { Timeline } from '../../../../src/daemons/md/verify/timeline.ts'
import type { FaultPlan } from '../../../../src/lib/contracts/faults.ts'
import { btcusdt } from '../../../kit/market-texts.ts'

const request = {
  method: 'GET',
  path: '/api/v3/depth',
  params: [
    ['symbol', 'BTCUSDT'],
    ['limit', 5],
  ],
  security: 'none',
} as const

const setUp = (faults: FaultPlan) => {
  const timeline = new Timeline(0)
  const reference = new Reference(btcusdt)
  const held: string[] = []
  const streams = {
    reference: (symbol: string) => (symbol === 'BTCUSDT' ? reference : undefined),
    firstId: () => 40,
    hold: () => void held.push('hold'),
    release: () => void held.push('release'),
  }
  const rest = new Rest(timeline, { dialect: binanceDialect, streams }, { faults, seed: 1, instruments: [btcusdt] })
  const ask = (withinUs: number) => {
    let found: { status: number; lastUpdateId: number | undefined } | null = null
    rest.send(request, (result) => {
      found = result.ok ? { status: result.status, lastUpdateId: JSON.parse(result.body).lastUpdateId } : null
    })
    timeline.advance(timeline.nowUs + withinUs)
    return found
  }
  return { timeline, reference, rest, ask, held }
}

t.test('answers after 50 ms with the reference as it is', async (t) => {
  const { reference, ask } = setUp({})
  reference.load({ lastId: 50, bids: [100, 1], asks: [101, 1] })
  t.equal(ask(49_999), null)
  t.strictSame(ask(50_000), { status: 200, lastUpdateId: 50 })
})

t.test('keeps a request that is too early until the recorded snapshot comes', async (t) => {
  const { rest, timeline } = setUp({})
  const bodies: string[] = []
  rest.send(request, (result) => bodies.push(result.ok ? result.body : 'none'))
  timeline.advance(1_000_000)
  t.strictSame(bodies, [])
  rest.recorded('BTCUSDT', 'as sent')
  t.strictSame(bodies, ['as sent'])
})

t.test('serves so many snapshots that are older than the first diff of the reader', async (t) => {
  const { reference, ask } = setUp({ 'stale-snapshot': 1 })
  reference.load({ lastId: 50, bids: [100, 1], asks: [101, 1] })
  t.match(ask(50_000), { lastUpdateId: 38 })
  t.match(ask(50_000), { lastUpdateId: 50 })
})

t.test('lets a newer snapshot overtake the diffs', async (t) => {
  const { reference, ask, held } = setUp({ 'future-snapshot': 1 })
  reference.load({ lastId: 50, bids: [100, 1], asks: [101, 1] })
  t.match(ask(300_000), { lastUpdateId: 50 })
  t.strictSame(held, ['hold', 'release'])
})

t.test('refuses where the plan says so', async (t) => {
  t.match(setUp({ 'http-429': 1 }).ask(50_000), { status: 429 })
})
