import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import { readJournal } from '../../../src/lib/io/journal-reader.ts'
import { needsTool } from '../../kit/tools.ts'

const fixture = join(import.meta.dirname, '../../fixtures/journal-writer.ts')
const CYCLES = 10

/** Runs the writer and collects its lines; kills it after `lines` of them. */
const lines = async (child: ChildProcess, killAfter = Number.POSITIVE_INFINITY): Promise<string[]> => {
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
    if (text.split('\n').length > killAfter) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return text.split('\n').slice(0, -1)
}

t.test('loses nothing acknowledged when the writer is killed at a random moment', async (t) => {
  const folder = join(t.testdir(), 'journal')
  const chance = prng(7)
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const before = readJournal(folder).frames.length
    const child = spawn(process.execPath, [fixture, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said = await lines(child, 2 + chance.below(60))
    t.equal(said[0], `recovered ${before}`)
    const acknowledged = Number(said.at(-1))
    const { frames } = readJournal(folder)
    t.ok(acknowledged > before && frames.length >= acknowledged, `${frames.length} frames, ${acknowledged} acknowledged`)
    const wrong = frames.filter((frame) => new DataView(frame.payload.slice().buffer).getFloat64(0) !== frame.seq)
    t.strictSame(wrong, [])
  }
})

t.test('stops with the error and keeps what it acknowledged when files may not grow', needsTool('prlimit'), async (t) => {
  const folder = join(t.testdir(), 'journal')
  const child = spawn('prlimit', ['--fsize=100000', process.execPath, fixture, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await lines(child)
  t.match(said.at(-1), /^failed cannot write the journal: EFBIG/)
  t.equal(child.signalCode, null)
  t.equal(readJournal(folder).frames.length, 0)
})

t.test('acknowledges nothing that a short write cut off', needsTool('prlimit'), async (t) => {
  const folder = join(t.testdir(), 'journal')
  const first = spawn(process.execPath, [fixture, folder, '4000000'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await lines(first, 20)
  const child = spawn('prlimit', ['--fsize=60000', process.execPath, fixture, folder, '4000000'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await lines(child)
  t.match(said.at(-1), /^failed /)
  const acknowledged = Number(said.at(-2))
  const { frames } = readJournal(folder)
  t.ok(acknowledged > 20 && frames.length >= acknowledged, `${frames.length} frames, ${acknowledged} acknowledged`)
})
