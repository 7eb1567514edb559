import type { AccountState, Position } from '../../../src/lib/contracts/acct.ts'
import type { HealthReport } from '../../../src/lib/contracts/health.ts'
import { CONTRACTS, type HelloRequest } from '../../../src/lib/contracts/hello.ts'
import type { Signal } from '../../../src/lib/contracts/strat.ts'

const position: Position = {
  symbol: 'BTCUSDT',
  qty: '0.000999',
  averagePrice: '55028.00',
  realized: '0',
  unrealized: '0.012345',
  fees: '0.055028',
  volume: '55.028',
  fills: 1,
  mark: '55040.355',
}
const marked: AccountState = {
  execSeq: 9,
  balances: [
    { asset: 'USDT', total: '99944.972' },
    { asset: 'BTC', total: '2.000999' },
  ],
  positions: [position],
  realized: '0',
  unrealized: '0.012345',
  fees: '0.055028',
  equity: '210080.678',
}
const unmarked: AccountState = {
  ...marked,
  positions: [{ ...position, averagePrice: null, unrealized: null, mark: null }],
  unrealized: null,
  equity: null,
}
const quote: Signal = { strategyId: 'maker', symbol: 'BTCUSDT', signal: 'quote.bid', intentId: 'maker-3-17' }
const opinion: Signal = { strategyId: 'maker', symbol: 'BTCUSDT', signal: 'wide' }
const running: HealthReport = { state: 'running', ready: true, reason: 'ok', lagMs: 0 }
const degraded: HealthReport = { state: 'degraded', ready: false, reason: 'exec is silent', lagMs: 12 }
const hello: HelloRequest = { svc: 'strat', epoch: 3, contracts: { ...CONTRACTS, market: '1.0', exec: '1.0' } }

export const accountExamples = { 'acct.state.acct.state': { marked, unmarked }, 'acct.state.request': { now: {} }, 'acct.state.answer': { marked, unmarked } }
export const otherExamples = {
  'strat.signals.signal': { quote, opinion },
  health: { running, degraded },
  'hello.request': { strat: hello },
  'hello.answer': { exec: { ...hello, svc: 'exec' } },
}
