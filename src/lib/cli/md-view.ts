import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import type { SubscribeAnswer } from '../contracts/market.ts'
import { onSignals } from '../io/process.ts'
import type { Places } from '../io/run-directory.ts'
import { findServices } from '../io/service-record.ts'
import { commonFlags } from './command.ts'
import { EXIT } from './exit.ts'
import { type CliPeer, openPeer } from './peer.ts'
import { streamFlags } from './stream-flags.ts'
import { askUntil, bodyOf, type ViewOptions, view } from './viewer.ts'

const ASK_WITHIN_MS = 5_000

/** Flags of every view of a running md. */
export const mdViewFlags = {
  ...commonFlags,
  ...streamFlags,
}

/** A peer of the md of this profile; exit code 3 when none runs. */
const openMdPeer = async (places: Places): Promise<CliPeer> => {
  if (!findServices(places.run).some(({ record, alive }) => alive && record.svc === 'md'))
    throw new TradeError('NOT_RUNNING', "no 'md' runs in this profile", { exit: EXIT.notRunning, hint: 'trade md --daemon, or trade up for the whole chain' })
  return openPeer(places)
}

/** One request to the md of this profile. */
export const askMd = async <T>(places: Places, method: string, body: object): Promise<T> => {
  const peer = await openMdPeer(places)
  try {
    return bodyOf<T>(await askUntil(peer, { service: 'md', method, body }, ASK_WITHIN_MS))
  } finally {
    await peer.close()
  }
}

/** Shows what the md of this profile says of some symbols, which it follows from now on; `how` chooses by what it serves. */
export const viewMd = async (places: Places, symbols: readonly string[], how: (served: SubscribeAnswer) => Omit<ViewOptions, 'symbols'>): Promise<void> => {
  const peer = await openMdPeer(places)
  try {
    const served = bodyOf<SubscribeAnswer>(await askUntil(peer, { service: 'md', method: 'md.subscribe', body: { symbols } }, ASK_WITHIN_MS))
    await view(peer, { ...how(served), symbols }, new Promise<void>((done) => onSignals({ stop: () => done() })))
  } finally {
    await peer.close()
  }
  process.exitCode = EXIT.ok
}
