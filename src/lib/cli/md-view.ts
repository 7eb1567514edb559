import process from 'node:process'
import { Flags } from '@oclif/core'
import { TradeError } from '../base/errors.ts'
import { onSignals } from '../io/process.ts'
import type { Places } from '../io/run-directory.ts'
import { findServices } from '../io/service-record.ts'
import { commonFlags } from './command.ts'
import { durationMs } from './duration.ts'
import { EXIT } from './exit.ts'
import { type CliPeer, openPeer } from './peer.ts'
import { askUntil, bodyOf, type ViewOptions, view } from './viewer.ts'

const ASK_WITHIN_MS = 5_000

/** Flags of every view of a running md. */
export const mdViewFlags = {
  ...commonFlags,
  symbol: Flags.string({ description: 'symbols, separated by commas', multiple: true, delimiter: ',', default: ['BTCUSDT'], helpValue: 'SYMBOL' }),
  limit: Flags.integer({ description: 'end after so many records', min: 1, default: Number.MAX_SAFE_INTEGER }),
  for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
}

/** What the flags ask for. */
export const viewOptions = (flags: { readonly symbol: readonly string[]; readonly limit: number; readonly for: string }) => ({
  symbols: flags.symbol.map((symbol) => symbol.toUpperCase()),
  limit: flags.limit,
  forMs: durationMs(flags.for, 'for'),
})

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

/** Shows what the md of this profile says of some symbols, which it follows from now on. */
export const viewMd = async (places: Places, options: ViewOptions & { readonly symbols: readonly string[] }): Promise<void> => {
  const peer = await openMdPeer(places)
  try {
    bodyOf(await askUntil(peer, { service: 'md', method: 'md.subscribe', body: { symbols: options.symbols } }, ASK_WITHIN_MS))
    await view(peer, options, new Promise<void>((done) => onSignals({ stop: () => done() })))
  } finally {
    await peer.close()
  }
  process.exitCode = EXIT.ok
}
