import process from 'node:process'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import type { Log } from '../ports/log.ts'
import { submitBatch } from './order-batch.ts'
import { recordWriter } from './output.ts'
import { openPeer } from './peer.ts'

const PATIENCE = { wait: 'ack', forMs: 10_000 } as const
const LOOK_MS = 50

interface Taker {
  readonly places: Places
  readonly log: Log
}

/** Submits the intents of standard input, once it `isReady`, to the exec of this very process and prints the answers. Whatever becomes of the input, exec goes on. */
export const takeIntents = async ({ places, log }: Taker, isReady: () => boolean, input: Readable = process.stdin): Promise<void> => {
  while (!isReady()) await sleep(LOOK_MS)
  const out = recordWriter(process.stdout)
  const peer = await openPeer(places)
  try {
    const exit = await submitBatch(peer, input, { ...PATIENCE, answer: (record) => out.write(record) })
    log.write('info', 'standard input has ended, exec goes on', { exit })
  } catch (error) {
    log.write('error', 'standard input is not read any more, exec goes on', { reason: messageOf(error) })
  } finally {
    await peer.close()
  }
}
