import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { Writable } from 'node:stream'
import t from 'tap'
import { trackedFiles } from './check/files.ts'
import { type Finished, runFiles, stopOnSignal } from './run/file-run.ts'
import { filesOf, parts } from './run/parts.ts'
import { type Result, resultsOf, totalsLine, totalsOf } from './run/results.ts'

const root = resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const laneCount = 2
const isWhole = wanted.length === 0
/** tap's own stream goes nowhere: the lines of this file say the same in brief. */
const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** A script of the project, counted as one test of the run. */
const script = (title: string, file: string): Result => {
  const { status } = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' })
  return { file, title, state: status === 0 ? 'passed' : 'failed', assertCount: 1, reason: '' }
}

const suite = async (): Promise<readonly Result[]> => {
  const results: Result[] = []
  const onFile = (finished: Finished): void => {
    const own = resultsOf(finished)
    const totals = totalsOf(own)
    if (totals.failed > 0) say(finished.output)
    say(`${finished.file}: ${totalsLine(totals)} in ${finished.tookMs} ms`)
    results.push(...own)
  }
  t.setTimeout(0)
  t.pipe(unseen)
  await runFiles(t, { files: filesOf(trackedFiles(root), wanted), laneCount, onFile })
  t.end()
  return results
}

const remember = (results: readonly Result[]): void => {
  mkdirSync(resolve(root, '.tap'), { recursive: true })
  writeFileSync(resolve(root, '.tap/results.json'), `${JSON.stringify(results)}\n`)
}

const run = async (): Promise<readonly Result[]> => {
  if (!isWhole) return suite()
  const checked = script('npm run check', 'test/check/run.ts')
  const tests = await suite()
  remember(tests)
  return [checked, ...tests, script('npm run accept', 'test/accept/run.ts')]
}

const report = (results: readonly Result[]): number => {
  const totals = totalsOf(results)
  for (const { state, file, title, reason } of results) if (state === 'skipped') say(`skipped: ${file}: ${title}: ${reason}`)
  for (const { state, file, title } of results) if (state === 'failed') say(`failed: ${file}: ${title}`)
  if (totals.passed + totals.failed === 0) say('no test was run')
  say(totalsLine(totals))
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  process.stderr.write(`unknown part '${unknown.join("', '")}': known are ${Object.keys(parts).join(' ')}\n`)
  process.exitCode = 2
} else {
  stopOnSignal()
  process.exitCode = report(await run())
}
