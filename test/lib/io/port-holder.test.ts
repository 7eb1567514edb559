import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import t from 'tap'
import { findPortHolder } from '../../../src/lib/io/port-holder.ts'
import { deadEndpoint } from '../../kit/http.ts'

t.test('names the process that listens on a port', async (t) => {
  const source = `require('net').createServer().listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)) })`
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [port] = await once(child.stdout, 'data')
  const holder = findPortHolder(Number(port))
  t.equal(holder?.pid, child.pid)
  t.match(holder?.command, / -e require\('net'\)/)
  t.ok((holder?.command.length ?? 99) <= 80)
})

t.test('finds nobody on a free port', async (t) => {
  t.equal(findPortHolder(Number((await deadEndpoint()).split(':').at(-1))), undefined)
})
