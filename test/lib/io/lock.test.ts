import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { takeLock, tryLock } from '../../../src/lib/io/lock.ts'

t.test('refuses a second holder and names the first', async (t) => {
  const path = join(t.testdir(), 'exec.lock')
  const first = tryLock(path, 'exec')
  t.ok(first.ok)
  t.strictSame(tryLock(path, 'exec'), { ok: false, error: { holder: `exec, pid ${process.pid}` } })
  t.throws(() => takeLock(path, { svc: 'exec', what: 'the journal of exec' }), {
    code: 'LOCKED',
    exit: 10,
    message: `cannot lock the journal of exec: '${path}' is held by exec, pid ${process.pid}`,
  })
  if (first.ok) first.value.release()
  const second = tryLock(path, 'exec')
  t.ok(second.ok)
  if (second.ok) second.value.release()
})

t.test('makes the file readable for its owner alone', async (t) => {
  const path = join(t.testdir(), 'md.lock')
  takeLock(path, { svc: 'md', what: 'md' }).release()
  t.equal(statSync(path).mode & 0o777, 0o600)
})

t.test('follows no symbolic link', async (t) => {
  const folder = t.testdir({ target: '', 'md.lock': t.fixture('symlink', 'target') })
  t.throws(() => tryLock(join(folder, 'md.lock'), 'md'), { code: 'ELOOP' })
})

t.test('is free once its holder was killed', async (t) => {
  const path = join(t.testdir(), 'risk.lock')
  const source = `import { tryLock } from ${JSON.stringify(new URL('../../../src/lib/io/lock.ts', import.meta.url).href)}
    tryLock(${JSON.stringify(path)}, 'risk'); process.stdout.write('held'); setInterval(() => 0, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  t.strictSame(tryLock(path, 'risk'), { ok: false, error: { holder: `risk, pid ${child.pid}` } })
  child.kill('SIGKILL')
  await once(child, 'exit')
  const taken = tryLock(path, 'risk')
  t.ok(taken.ok)
  if (taken.ok) taken.value.release()
})
