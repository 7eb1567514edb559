import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { usToMs } from '../base/time.ts'
import type { Places } from '../io/run-directory.ts'
import type { Clock } from '../ports/clock.ts'
import { fetchText } from './health.ts'
import { drawer, liveLines, liveRecord, liveState } from './live-view.ts'
import { recordWriter } from './output.ts'
import type { CliPeer } from './peer.ts'
import { findSimulator } from './simulator.ts'

const REFRESH_MS = 500

const recordingEnded = async (places: Places): Promise<boolean> => {
  const endpoint = findSimulator(places)
  const text = endpoint === null ? null : await fetchText(endpoint.replace('http://', ''), '/sim/state')
  return text !== null && (JSON.parse(text) as { ended?: boolean }).ended === true
}

/** How a demo is watched: until when, and for whom. */
export interface WatchOptions {
  readonly places: Places
  readonly clock: Clock
  readonly forMs: number
  /** End with the recording. */
  readonly untilEnd: boolean
  readonly json: boolean
  readonly stopped: Promise<unknown>
}

/** Shows the chain twice a second, as a table on a terminal and as NDJSON elsewhere, until time, recording or user end it. */
export const watchDemo = async (peer: CliPeer, options: WatchOptions): Promise<void> => {
  const { clock } = options
  const state = liveState(peer.bus)
  const startedUs = clock.nowUs()
  const draw = drawer()
  const records = recordWriter(process.stdout)
  const isTable = process.stdout.isTTY === true && !options.json
  let over = false
  const stop = options.stopped.then(() => {
    over = true
  })
  const outputClosed = new Promise<void>((resolve) => process.stdout.once('error', () => resolve())).then(() => {
    over = true
  })
  while (!over) {
    await Promise.race([sleep(REFRESH_MS), stop, outputClosed])
    const elapsedMs = (clock.nowUs() - startedUs) / 1_000
    if (isTable) draw(liveLines(state, elapsedMs))
    else records.write(liveRecord(state, elapsedMs, usToMs(clock.nowUs())))
    over ||= elapsedMs >= options.forMs || (options.untilEnd && (await recordingEnded(options.places)))
  }
  if (!process.stdout.destroyed) await records.flush()
}
