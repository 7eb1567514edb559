import process from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { monoUs } from '../../src/lib/base/units.ts'
import { openRingFile } from '../../src/lib/io/ring-file.ts'
import { followRing } from '../../src/lib/io/ring-follower.ts'

/** Follows the ring that the host names and posts the id of every ticker. */
followRing({
  open: () => openRingFile(workerData.path),
  bellPath: workerData.bellPath,
  visitor: { onTicker: (view) => parentPort?.postMessage(view.id), onOverrun: () => undefined },
  nowMonoUs: () => monoUs(Number(process.hrtime.bigint() / 1000n)),
  onOpen: () => parentPort?.postMessage('open'),
  onError: (error) => {
    throw error
  },
})
