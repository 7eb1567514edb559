import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { readStack } from '../../../src/lib/cli/stack-document.ts'
import { writeJsonFile } from '../../../src/lib/io/json-file.ts'
import { startTicksOf } from '../../../src/lib/io/process-identity.ts'
import { placesIn } from '../../kit/run-folder.ts'

t.test('tells whether the supervisor of a profile lives', async (t) => {
  const places = placesIn(t.testdir())
  t.equal(readStack(places), null)
  const services = [{ service: 'md', state: 'up', pid: 7, restarts: 0, lastEnd: '' }]
  const path = join(places.run, 'stack.json')
  writeJsonFile(path, { pid: process.pid, startTicks: startTicksOf(process.pid), services })
  t.match(readStack(places), { pid: process.pid, alive: true, services })
  writeJsonFile(path, { pid: process.pid, startTicks: 1, services })
  t.match(readStack(places), { alive: false })
})
