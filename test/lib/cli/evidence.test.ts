import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence } from '../../../src/lib/cli/evidence.ts'
import { verify } from '../../../src/lib/verify/verify.ts'
import { cleanEvidence } from '../../kit/evidence.ts'
import { placesIn, writeRun } from '../../kit/run-folder.ts'

const replayers = { exec: (frames: readonly object[]) => ({ inputs: frames.length, compared: 17, difference: null }) }

t.test('reads back what a run left, and it proves the same', async (t) => {
  const places = placesIn(t.testdir())
  await writeRun(places, cleanEvidence())
  const evidence = readEvidence(places, replayers)
  t.strictSame(evidence, { ...cleanEvidence(), replays: [{ service: 'exec', inputs: 19, compared: 17, difference: null }], endUs: 19_000 })
  t.match(verify(evidence), { verify: 'ok', violations: [] })
})

t.test('reads the truth from elsewhere when told to', async (t) => {
  const places = placesIn(t.testdir({ 'truth.ndjson': '{"seq":1,"tsUs":1,"type":"clock"}\n' }))
  await writeRun(places, cleanEvidence())
  t.strictSame(readEvidence(places, {}, { truth: join(places.top, 'truth.ndjson') }).truth, [{ seq: 1, tsUs: 1, type: 'clock' }])
})

t.test('leaves out what a killed simulator had begun to write, and refuses a damaged log', async (t) => {
  const places = placesIn(t.testdir())
  await writeRun(places, cleanEvidence())
  const truth = join(places.data, 'sim/truth.ndjson')
  appendFileSync(truth, '{"seq":10,"ty')
  t.equal(readEvidence(places, {}).truth.length, 9)
  appendFileSync(truth, '\n{"seq":11}\n')
  t.throws(() => readEvidence(places, {}), { exit: 65, message: /truth\.ndjson' line 10/ })
})

t.test('refuses a damaged journal', async (t) => {
  const places = placesIn(t.testdir())
  await writeRun(places, cleanEvidence())
  writeFileSync(join(places.data, 'risk/journal/00000001.trj'), 'no journal at all')
  t.throws(() => readEvidence(places, {}), { code: /^JOURNAL_/ })
})

t.test('finds nothing in empty folders, which proves nothing', async (t) => {
  const places = placesIn(t.testdir())
  const empty = { truth: [], exec: [], risk: [], checkpoints: [], readers: [], account: null, replays: [], endUs: 0 }
  t.strictSame(readEvidence(places, {}), empty)
  await writeRun(places, cleanEvidence())
  rmSync(join(places.data, 'acct'), { recursive: true })
  t.strictSame(
    verify(readEvidence(places, {})).violations.map(({ id }) => id),
    ['P1', 'P2', 'EMPTY'],
  )
})

t.test('the truth is that of the product on which exec traded', async (t) => {
  const clean = cleanEvidence()
  const productsOn = async (venue: string): Promise<readonly (string | undefined)[]> => {
    const places = placesIn(t.testdir())
    const exec = clean.exec.map((frame) => (frame.type === 'EPOCH' ? { ...frame, payload: { ...frame.payload, config: { venue } } } : frame))
    const truth = clean.truth.flatMap((record, index) => (index === 0 ? [record, { ...record, product: 'usdm' }] : []))
    await writeRun(places, { ...clean, exec, truth })
    return readEvidence(places, {}).truth.map(({ product }) => product)
  }
  t.strictSame(await productsOn('binance'), [undefined])
  t.strictSame(await productsOn('binance-usdm'), ['usdm'])
})
