import type { Hop } from './hop.ts'
import { bellHop, spinHop } from './hop-ring.ts'
import { socketHop } from './hop-socket.ts'
import { zeromqHop } from './hop-zeromq.ts'

/** The peer that runs the ring's code a second time. */
export const TWIN = 'ring-again'

/** The first is what the others are compared with. */
export const hops: readonly Hop[] = [spinHop('ring-spin'), spinHop(TWIN), bellHop, socketHop, zeromqHop]

/** What the sending process is told to do. */
export interface HopOrder {
  readonly hop: string
  readonly count: number
  /** 0: as fast as it goes. */
  readonly everyUs: number
}
