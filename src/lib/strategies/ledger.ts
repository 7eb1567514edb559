import { formatScaled, parseScaled, powerOfTen } from '../base/decimal.ts'
import { BugError } from '../base/errors.ts'
import { type Lots, lots } from '../base/units.ts'
import type { Order, SubmitRequest } from '../contracts/exec.ts'
import { isLive } from '../model/order.ts'
import type { RingSymbol } from '../ports/ring.ts'
import type { OpenOrder, WantedOrder } from './strategy.ts'

const POSITION_SCALE = 18

const text = (units: number, decimals: number): string => formatScaled(BigInt(units), decimals)

/** What a strategy has asked for and holds. */
export class Ledger {
  strategyId = ''
  private readonly open = new Map<string, OpenOrder>()
  private readonly positions = new Map<string, bigint>()

  begin(strategyId: string, positions: ReadonlyArray<{ readonly symbol: string; readonly qty: string }>): void {
    this.strategyId = strategyId
    for (const { symbol, qty } of positions) this.setPosition(symbol, qty)
  }

  setPosition(symbol: string, qty: string): void {
    this.positions.set(symbol, parseScaled(qty, POSITION_SCALE) ?? 0n)
  }

  /** Whole lots, rounded toward zero: base fees make positions finer than a lot. */
  position(symbol: string, instrument: RingSymbol | undefined): Lots {
    if (instrument === undefined) return lots(0)
    const lot = BigInt(instrument.lotUnits) * powerOfTen(POSITION_SCALE - instrument.qtyDecimals)
    return lots(Number((this.positions.get(symbol) ?? 0n) / lot))
  }

  openOrders(symbol: string): OpenOrder[] {
    return [...this.open.values()].filter((order) => order.symbol === symbol)
  }

  /** Notes the order as requested and writes it in decimals for exec. */
  request(intentId: string, order: WantedOrder, at: { readonly instrument: RingSymbol | undefined; readonly causeMonoUs: number | null }): SubmitRequest {
    const { instrument, causeMonoUs } = at
    if (instrument === undefined) throw new BugError(`strategy '${this.strategyId}' orders unknown symbol '${order.symbol}'`)
    this.open.set(intentId, { ...order, intentId, status: 'REQUESTED' })
    return {
      intentId,
      strategyId: this.strategyId,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      tif: order.tif,
      ...(order.priceTicks === undefined ? {} : { price: text(order.priceTicks * instrument.tickUnits, instrument.priceDecimals) }),
      qty: text(order.qtyLots * instrument.lotUnits, instrument.qtyDecimals),
      postOnly: order.type === 'limitMaker',
      reduceOnly: order.reduceOnly ?? false,
      ...(causeMonoUs === null ? {} : { causeMonoUs }),
    }
  }

  setOrder(order: Order): void {
    const known = this.open.get(order.intentId)
    if (known === undefined) return
    if (isLive(order.status)) this.open.set(order.intentId, { ...known, status: order.status })
    else this.open.delete(order.intentId)
  }

  remove(intentId: string): void {
    this.open.delete(intentId)
  }
}
