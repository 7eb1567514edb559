import type { Reconciled } from '../contracts/exec.ts'
import type { InstrumentInfo } from '../contracts/market.ts'
import type { SinceAnswer } from '../contracts/stream.ts'
import { askExec } from './exec-peer.ts'
import type { CliPeer } from './peer.ts'

/** Rules of the symbols that exec trades, by symbol, as it told of them when it first agreed with the venue. */
export const instrumentsOf = async (peer: CliPeer): Promise<ReadonlyMap<string, InstrumentInfo>> => {
  const { events } = await askExec<SinceAnswer>(peer, 'events.since', { stream: 'exec.events', after: 0, max: 1_000 })
  const told = events.filter(({ type }) => type === 'exec.reconciled').flatMap(({ body }) => (body as Reconciled).instruments)
  return new Map(told.map((info) => [info.symbol, info]))
}
