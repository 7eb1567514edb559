import type { Order, StatusAnswer } from '../contracts/exec.ts'
import { askExec } from './exec-peer.ts'
import type { CliPeer } from './peer.ts'

/** Which orders of exec. */
export interface OrderFilter {
  readonly symbol?: string | undefined
  readonly strategyId?: string | undefined
  /** Ended ones too. */
  readonly all?: boolean
}

const known = (filter: OrderFilter): object => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

/** Every order that fits, oldest first, page by page. */
export async function* ordersOf(peer: CliPeer, filter: OrderFilter): AsyncGenerator<Order> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: StatusAnswer = await askExec<StatusAnswer>(peer, 'order.status', { ...known(filter), after })
    yield* page.orders
    after = page.nextIndex
  }
}
