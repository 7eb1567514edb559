import type { Balance } from '../contracts/words.ts'
import type { Clock } from '../ports/clock.ts'
import type { VenueLink } from '../ports/venue.ts'
import type { OrderVenue, VenueCall, VenueReply } from '../venues/orders.ts'

const TIMEOUT_US = 5_000_000
const RECV_WINDOW_MS = 5_000

/** What the venue makes of a key. */
export type KeyVerdict =
  | { readonly ok: true; readonly balances: readonly Balance[]; readonly clockOffsetMs: number }
  | { readonly ok: false; readonly kind: string; readonly reason: string }

/** Asks the venue for its time and then, signed, for the account. Nothing is changed there. */
export const testKey = async (venue: OrderVenue, link: VenueLink, clock: Clock): Promise<KeyVerdict> => {
  const ask = (call: VenueCall): Promise<VenueReply> => new Promise((resolve) => link.send(call, TIMEOUT_US, resolve))
  const time = venue.readTime(await ask(venue.time()))
  if (time.kind !== 'found') return { ok: false, kind: time.kind, reason: time.reason }
  const account = venue.readAccount(await ask(venue.account({ serverMs: time.value, recvWindowMs: RECV_WINDOW_MS })))
  if (account.kind !== 'found') return { ok: false, kind: account.kind, reason: account.reason }
  return { ok: true, balances: account.value, clockOffsetMs: Math.round(time.value - clock.nowUs() / 1000) }
}
