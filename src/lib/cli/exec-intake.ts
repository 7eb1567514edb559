import process from 'node:process'
import type { Readable } from 'node:stream'
import { messageOf } from '../base/errors.ts'
import type { Places } from '../io/run-directory.ts'
import type { Log } from '../ports/log.ts'
import { submitBatch } from './order-batch.ts'
import { recordWriter } from './output.ts'
import { openPeer } from './peer.ts'

const PATIENCE = { wait: 'ack', forMs: 10_000 } as const

/** Submits the intents of standard input to the exec of this very process and prints the answers. Whatever becomes of the input, exec goes on. */
export const takeIntents = async (places: Places, log: Log, input: Readable = process.stdin): Promise<void> => {
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
