import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { Test, type TestOpts } from 'tap'
import { type Finished, runFiles } from './file-run.ts'

const plant = (folder: string, text: string): string => {
  const file = join(folder, 'a.test.mjs')
  writeFileSync(file, text)
  return file
}

/** A root of tap's beside the one of this file, so that a planted failure fails nothing here. */
const planted = (): Test => {
  const options: TestOpts = { name: 'planted', timeout: 0 }
  const root = new Test(options)
  root.resume()
  root.runMain(() => undefined)
  return root
}

const runFile = async (file: string, timeoutMs?: number): Promise<Finished | undefined> => {
  const seen: Finished[] = []
  await runFiles(planted(), { files: [file], onFile: (finished) => seen.push(finished), ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  return seen[0]
}

t.test('reads the points of a file', async (t) => {
  const finished = await runFile(plant(t.testdir(), "console.log('TAP version 14\\nok 1 - a\\n1..1')\n"))
  t.match(finished, { isOk: true, points: [{ title: 'a', isOk: true }] })
})

t.test('says how a file ended that did not end well', async (t) => {
  const finished = await runFile(plant(t.testdir(), "console.error('oh')\nprocess.exitCode = 3\n"))
  t.match(finished, { isOk: false, reason: 'ended with 3', output: 'oh\n' })
})

t.test('kills a file that hangs, with the processes it started', async (t) => {
  const text = "import { spawn } from 'node:child_process'\nspawn('sleep', ['60'], { stdio: 'inherit' })\nsetInterval(() => undefined, 1000)\n"
  const finished = await runFile(plant(t.testdir(), text), 500)
  t.match(finished, { isOk: false, reason: 'ended with SIGKILL' })
})

t.test('runs every file once', async (t) => {
  const file = plant(t.testdir(), "console.log('ok 1 - a')\n")
  const seen: string[] = []
  await runFiles(planted(), { files: [file, file, file], laneCount: 2, onFile: (finished) => seen.push(finished.file) })
  t.same(seen, [file, file, file])
})

t.test("keeps tap's hooks out of what a file starts", async (t) => {
  const finished = await runFile(plant(t.testdir(), "console.log('ok 1 - ' + (process.env.NODE_OPTIONS ?? 'none'))\n"))
  t.match(finished, { points: [{ title: 'none' }] })
})
