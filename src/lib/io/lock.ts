import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { fail, ok, type Result } from '../base/result.ts'
import { libc } from './libc.ts'

/** A held lock. The kernel frees it at the death of the process, however it dies. */
export interface Lock {
  release(): void
}

const LOCK_EX = 2
const LOCK_NB = 4

const holderOf = (path: string): string => {
  const [svc, pid] = readFileSync(path, 'utf8').trim().split(' ')
  return pid === undefined ? 'another process' : `${svc}, pid ${pid}`
}

/** Takes the lock file at `path` for `svc`, or says who holds it: `exec, pid 4711`. The file stays when the lock is released. */
export const tryLock = (path: string, svc: string): Result<Lock, { readonly holder: string }> => {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
  if (libc().flock(fd, LOCK_EX | LOCK_NB) !== 0) {
    const code = libc().errorName(libc().errno())
    closeSync(fd)
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return fail({ holder: holderOf(path) })
    throw new TradeError('LOCK_FAILED', `cannot lock '${path}': ${code}`, { category: 'fatal', exit: 78 })
  }
  ftruncateSync(fd)
  writeSync(fd, `${svc} ${process.pid}\n`, 0)
  let held = true
  const release = (): void => {
    if (held) closeSync(fd)
    held = false
  }
  return ok({ release })
}

/** Like `tryLock`, but a held lock is a TradeError `LOCKED` (exit 10) that names `what` and its holder. */
export const takeLock = (path: string, { svc, what }: { readonly svc: string; readonly what: string }): Lock => {
  const taken = tryLock(path, svc)
  if (taken.ok) return taken.value
  throw new TradeError('LOCKED', `cannot lock ${what}: '${path}' is held by ${taken.error.holder}`, { category: 'fatal', exit: 10 })
}
