import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runFile, runFiles } from './file-run.ts'

const plant = (folder: string, text: string): string => {
  const file = join(folder, 'a.test.mjs')
  writeFileSync(file, text)
  return file
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
  await runFiles([file, file, file], 2, (finished) => seen.push(finished.file))
  t.same(seen, [file, file, file])
})
