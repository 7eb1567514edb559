import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import t from 'tap'
import { openLog } from '../../../src/lib/io/pino-log.ts'
import type { LogLevel } from '../../../src/lib/ports/log.ts'

const logOf = (level: LogLevel = 'info') => {
  const lines: Array<Record<string, unknown>> = []
  const log = openLog({ level, daemon: 'md', instance: 'md-2', stream: { write: (line) => void lines.push(JSON.parse(line)) } })
  return { log, lines }
}

t.test('writes one JSON line with time, level, daemon, instance, fields and message', (t) => {
  const { log, lines } = logOf()
  log.write('warn', 'book dropped', { symbol: 'BTCUSDT', correlationId: 'c-1' })
  log.write('info', 'ready')
  const [{ ts, ...first } = {}, second] = lines
  t.ok(Math.abs(Number(ts) - (performance.timeOrigin + performance.now())) < 5_000)
  t.strictSame(first, { level: 'warn', daemon: 'md', instance: 'md-2', symbol: 'BTCUSDT', correlationId: 'c-1', msg: 'book dropped' })
  t.match(second, { level: 'info', msg: 'ready' })
  t.end()
})

t.test('keeps quiet below its level, which can be changed', (t) => {
  const { log, lines } = logOf('warn')
  log.write('info', 'one')
  log.setLevel('debug')
  log.write('debug', 'two')
  log.setLevel('error')
  log.write('warn', 'three')
  log.write('error', 'four')
  t.strictSame(
    lines.map(({ msg }) => msg),
    ['two', 'four'],
  )
  t.end()
})

t.test('hides secrets down to the third level', (t) => {
  const { log, lines } = logOf()
  log.write('info', 'm', {
    apiKey: 'canary',
    signature: 'canary',
    headers: { 'X-MBX-APIKEY': 'canary', authorization: 'canary' },
    a: { b: { secret: 'canary' } },
    qty: '1',
  })
  t.notMatch(JSON.stringify(lines), 'canary')
  t.match(lines, [{ apiKey: '[redacted]', headers: { 'X-MBX-APIKEY': '[redacted]' }, qty: '1' }])
  t.end()
})

t.test('lets no field take the place of its own', (t) => {
  const { log, lines } = logOf()
  log.write('error', 'halted', { level: 'K2', msg: 'other', ts: 1 })
  t.match(lines, [{ level: 'error', msg: 'halted', levelField: 'K2', msgField: 'other', tsField: 1 }])
  t.end()
})

t.test('has written its line to stderr before a process ends by its own hand', async (t) => {
  const file = new URL('../../../src/lib/io/pino-log.ts', import.meta.url).href
  const source = `import { openLog } from ${JSON.stringify(file)}
    const log = openLog({ level: 'info', daemon: 'exec', instance: 'exec' })
    log.write('error', 'last words\\n{"level":"forged"}', { pid: process.pid })
    process.kill(process.pid, 'SIGKILL')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'ignore', 'pipe'] })
  const chunks: string[] = []
  child.stderr.on('data', (chunk) => chunks.push(String(chunk)))
  await once(child, 'close')
  const lines = chunks.join('').trim().split('\n')
  t.equal(lines.length, 1, 'a line feed in a message makes no second line')
  t.match(JSON.parse(lines[0] ?? ''), { level: 'error', msg: 'last words\n{"level":"forged"}', pid: child.pid })
})
