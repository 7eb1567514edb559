import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { healthOf } from '../../src/lib/cli/health.ts'
import { SERVICES, type Service } from '../../src/lib/contracts/words.ts'
import { findPlaces, type Places } from '../../src/lib/io/run-directory.ts'
import { findService } from '../../src/lib/io/service-record.ts'
import { until } from './until.ts'

/** Services that may die while the venue lives. */
export const MORTALS: readonly Service[] = ['md', 'exec', 'risk', 'acct', 'strat']

/** Pids of the living services of a stack. */
export const livingPids = (places: Places): ReadonlyMap<Service, number> => {
  const pids = new Map<Service, number>()
  for (const service of SERVICES) {
    const found = findService(places.run, service)
    if (found?.alive === true) pids.set(service, found.record.pid)
  }
  return pids
}

const isReady = async (places: Places, service: Service): Promise<boolean> => (await healthOf(places, service))?.ready === true

const areAllReady = async (places: Places): Promise<boolean> => !(await Promise.all(SERVICES.map((service) => isReady(places, service)))).includes(false)

/** Waits until every service of the stack in `dir` is ready. */
export const allReady = async (dir: string, withinMs: number): Promise<void> => {
  const places = findPlaces({ dir })
  await until(`every service of '${dir}' is ready`, () => areAllReady(places), { withinMs, everyMs: 100 })
}

/** One kill as it went. */
export interface Killed {
  readonly service: Service
  /** From the kill until every service was ready again. */
  readonly readyAfterMs: number
  /** Services that did not survive the death of another. */
  readonly lost: readonly Service[]
}

/** `kill -9` of one service; waits until another process has taken its place and all are ready. */
export const killAndWait = async (dir: string, service: Service, withinMs: number): Promise<Killed> => {
  const places = findPlaces({ dir })
  const before = livingPids(places)
  const pid = before.get(service)
  if (pid === undefined) throw new Error(`'${service}' does not run in '${dir}'`)
  const killedMs = performance.now()
  process.kill(pid, 'SIGKILL')
  await until(`'${service}' runs again`, () => ![undefined, pid].includes(livingPids(places).get(service)), { withinMs, everyMs: 50 })
  await allReady(dir, withinMs)
  const after = livingPids(places)
  const lost = SERVICES.filter((other) => other !== service && after.get(other) !== before.get(other))
  return { service, readyAfterMs: Math.round(performance.now() - killedMs), lost }
}

/** Services that the supervisor's log says were ended by SIGKILL, one per death. */
export const namedKills = (dir: string): readonly string[] =>
  readFileSync(join(dir, 'log', 'up.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"end":"killed by SIGKILL"'))
    .map((line) => String((JSON.parse(line) as { service: string }).service))
