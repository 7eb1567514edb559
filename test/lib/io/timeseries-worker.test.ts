import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import type { FromSeriesWorker, SeriesWorkerInput, ToSeriesWorker } from '../../../src/lib/io/timeseries-worker.ts'
import { topRow } from '../../kit/series.ts'

t.test('answers every batch once and ends when it is told', async (t) => {
  const workerData: SeriesWorkerInput = { path: join(t.testdir(), 'series.sqlite'), retention: { ageUs: 1e15, sizeBytes: 1e12 } }
  const worker = new Worker(new URL('../../../src/lib/io/timeseries-worker.ts', import.meta.url), { workerData })
  const answers: FromSeriesWorker[] = []
  worker.on('message', (message: FromSeriesWorker) => answers.push(message))
  const send = (message: ToSeriesWorker): void => worker.postMessage(message)
  send({ type: 'rows', rows: [topRow(1), topRow(2)] })
  send({ type: 'rows', rows: [topRow(3)] })
  const code = new Promise<number>((done) => void worker.once('exit', done))
  send({ type: 'end' })
  t.equal(await code, 0)
  t.strictSame(answers, [
    { type: 'stored', count: 2 },
    { type: 'stored', count: 1 },
  ])
})
