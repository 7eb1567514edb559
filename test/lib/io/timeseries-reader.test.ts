import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readSeries } from '../../../src/lib/io/timeseries-reader.ts'
import { openSeriesStore } from '../../../src/lib/io/timeseries-store.ts'
import { topRow } from '../../kit/series.ts'

const all = { table: 'tops', symbols: ['BTCUSDT'], fromUs: 0, toUs: 1e15 } as const

t.test('reads while the writer has the file open, and stops where it is told', async (t) => {
  const path = join(t.testdir(), 'series.sqlite')
  const store = openSeriesStore(path, { ageUs: 1e15, sizeBytes: 1e12 }, 1)
  store.insert([topRow(1), topRow(2), topRow(3)], 1)
  const seen: unknown[] = []
  readSeries(path, all, (row) => seen.push(row['atUs']) < 2)
  t.strictSame(seen, [1, 2])
  readSeries(path, { ...all, symbols: ['ETHUSDT'] }, () => t.fail('a row of another symbol'))
  store.close()
})

t.test('ends with 65 where there is no store, or no whole one', async (t) => {
  const path = join(t.testdir(), 'series.sqlite')
  t.throws(() => readSeries(path, all, () => true), { message: `cannot read store '${path}': there is none` })
  writeFileSync(path, 'nonsense'.repeat(1_000))
  t.throws(() => readSeries(path, all, () => true), { message: /file is not a database/ })
})
