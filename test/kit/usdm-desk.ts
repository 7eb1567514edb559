import { usdmDefaults } from '../../src/daemons/sim/config.ts'
import type { UsdmAccount } from '../../src/daemons/sim/usdm/accounts.ts'
import { type Json, SimDesk, type SimDeskOptions } from './sim-desk.ts'

type Values = Readonly<Record<string, string | number>>

const ORDER_PATH = '/fapi/v1/order'
export const ALGO_PATH = '/fapi/v1/algoOrder'

/** A simulator with one perpetual contract, BTCUSDT, and its user stream. */
export class UsdmDesk {
  readonly sim: SimDesk
  readonly user: string

  constructor(config: Partial<typeof usdmDefaults> = {}, { config: others, ...rest }: SimDeskOptions = {}) {
    this.sim = new SimDesk({ ...rest, config: { usdm: { ...usdmDefaults, symbols: ['BTCUSDT'], ...config }, ...others } })
    this.sim.advance(1_000_000)
    this.user = this.sim.open(`/private/ws?listenKey=${this.call('POST', '/fapi/v1/listenKey').listenKey}`)
  }

  get account(): UsdmAccount {
    const account = this.sim.venue.futures.accounts.get('main')
    if (account === undefined) throw new Error('no futures account')
    return account
  }

  call(method: string, path: string, values: Values = {}): Json {
    return this.sim.signed(method, path, values).body
  }

  place(values: Values): Json {
    return this.call('POST', ORDER_PATH, { symbol: 'BTCUSDT', newOrderRespType: 'RESULT', ...values })
  }

  market(side: string, quantity: string, values: Values = {}): Json {
    return this.place({ side, type: 'MARKET', quantity, ...values })
  }

  limit(side: string, price: string, values: Values = {}): Json {
    return this.place({ side, type: 'LIMIT', timeInForce: 'GTC', quantity: '0.1', price, ...values })
  }

  /** Takes the events of the user stream so far, of one kind. */
  events(kind: string): Json[] {
    return this.sim
      .texts(this.user)
      .map((text) => JSON.parse(text) as Json)
      .filter(({ e }) => String(e) === kind)
  }

  advanceMs(ms: number): void {
    this.sim.advance(ms * 1_000)
  }
}
