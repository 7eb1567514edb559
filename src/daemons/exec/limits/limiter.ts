import type { CallCost, RateLimit, RateUsage } from '../../../lib/venues/orders.ts'
import type { Lane } from './lanes.ts'
import { RateWindow } from './window.ts'

/** All budgets of one account at one venue, and the times in which nothing may be sent. Times are the venue's, in microseconds. */
export class Limiter {
  #windows: readonly RateWindow[] = []
  #frozenUntilUs = 0
  #ordersFrozenUntilUs = 0

  /** Takes the limits that the venue lists; a limit already known keeps its count. */
  learn(limits: readonly RateLimit[]): void {
    const known = ({ kind, intervalUs, limitCount }: RateLimit): RateWindow | undefined =>
      this.#windows.find(({ limit }) => limit.kind === kind && limit.intervalUs === intervalUs && limit.limitCount === limitCount)
    this.#windows = limits.map((limit) => known(limit) ?? new RateWindow(limit))
  }

  /** Microseconds until the call may leave; 0: it may, and is charged. */
  take(cost: CallCost, lane: Lane, venueUs: number): number {
    const waitUs = this.waitUs(cost, lane, venueUs)
    if (waitUs === 0) this.charge(cost, lane, venueUs)
    return waitUs
  }

  /** Microseconds until the call may leave. Charges nothing. */
  waitUs(cost: CallCost, lane: Lane, venueUs: number): number {
    const frozenUntilUs = cost.orders > 0 ? Math.max(this.#frozenUntilUs, this.#ordersFrozenUntilUs) : this.#frozenUntilUs
    return Math.max(0, frozenUntilUs - venueUs, ...this.#windows.map((window) => window.waitUs(cost[window.limit.kind], lane, venueUs)))
  }

  charge(cost: CallCost, lane: Lane, venueUs: number): void {
    for (const window of this.#windows) window.charge(cost[window.limit.kind], lane, venueUs)
  }

  mirror(usage: readonly RateUsage[], venueUs: number): void {
    for (const { kind, intervalUs, usedCount } of usage) {
      for (const window of this.#windows) if (window.limit.kind === kind && window.limit.intervalUs === intervalUs) window.mirror(usedCount, venueUs)
    }
  }

  /** Nothing at all leaves before: who goes on asking is banned for longer. */
  freeze(untilUs: number): void {
    this.#frozenUntilUs = Math.max(this.#frozenUntilUs, untilUs)
  }

  /** Nothing that counts as an order leaves before the shortest order window ends, in whatever lane it goes; cancels and questions go on. */
  freezeOrders(venueUs: number): void {
    const edges = this.#windows.filter(({ limit }) => limit.kind === 'orders').map((window) => window.edgeUs(venueUs))
    this.#ordersFrozenUntilUs = Math.max(this.#ordersFrozenUntilUs, edges.length === 0 ? venueUs : Math.min(...edges))
  }

  /** End of the time in which nothing may leave; 0: never frozen. */
  get frozenUntilUs(): number {
    return this.#frozenUntilUs
  }

  /** Use of each budget in the window that was last looked at. */
  get last(): readonly (RateLimit & { readonly usedCount: number })[] {
    return this.#windows.map((window) => ({ ...window.limit, usedCount: window.lastCount }))
  }

  /** Use of each budget at `venueUs`. */
  report(venueUs: number): readonly (RateLimit & { readonly usedCount: number })[] {
    return this.#windows.map((window) => ({ ...window.limit, usedCount: window.usedCount(venueUs) }))
  }
}
