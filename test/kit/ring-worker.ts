import { parentPort, workerData } from 'node:worker_threads'
import { openRingFile } from '../../src/lib/io/ring-file.ts'

/** Maps the ring that the host names, tells it where, counts what it reads and then spins until it is ended. */
const reader = openRingFile(workerData.path, { onMapped: (mapped) => parentPort?.postMessage({ mapped }) })
reader.seek(0)
const read = reader.poll({ onOverrun: () => undefined }, 1000)
parentPort?.postMessage({ read })
if (workerData.isClosing === true) reader.close()
else for (;;) reader.poll({ onOverrun: () => undefined }, 1000)
