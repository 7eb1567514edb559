import { join } from 'node:path'
import process from 'node:process'
import t, { type Test } from 'tap'
import type { ChildPlan } from '../../../src/lib/cli/child.ts'
import { type ServiceState, Stack } from '../../../src/lib/cli/stack.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import { isAlive, startTicksOf } from '../../../src/lib/io/process-identity.ts'
import { findPlaces, preparePlaces } from '../../../src/lib/io/run-directory.ts'
import { until } from '../../kit/until.ts'

const LIMIT_US = 20_000_000

interface Rig {
  readonly stack: Stack
  /** `md starting`, `md up`, ... as they came. */
  readonly history: string[]
  readonly logs: Array<{ readonly level: string; readonly message: string; readonly fields: Readonly<Record<string, unknown>> }>
  /** Delays of restarts that were asked of the clock. */
  readonly restartsUs: number[]
  /** Restarts that still wait; `held` keeps them waiting. */
  readonly waiting: Set<object>
  held: boolean
  /** Makes the limits of start and stop this short from now on. */
  limitUs: number
  of(service: string): ServiceState | undefined
}

/** A stack of test daemons, whose clock waits a hundredth of every restart. */
const rigOf = (t: Test): Rig => {
  const places = findPlaces({ dir: t.testdir() })
  preparePlaces(places)
  const clock = systemClock()
  const after: typeof clock.after = (delayUs, fn) => {
    if (delayUs === LIMIT_US) return clock.after(rig.limitUs, fn)
    rig.restartsUs.push(delayUs)
    const due = { fn }
    rig.waiting.add(due)
    const fire = (): void => {
      if (rig.waiting.delete(due)) fn()
    }
    if (!rig.held) clock.after(delayUs / 100, fire)
    return () => void rig.waiting.delete(due)
  }
  let before: readonly ServiceState[] = []
  const changed = (states: readonly ServiceState[]): void => {
    for (const { service, state } of states) if (before.find((old) => old.service === service)?.state !== state) rig.history.push(`${service} ${state}`)
    before = states
  }
  const stack = new Stack({
    places,
    main: join(import.meta.dirname, '../../fixtures/daemon.ts'),
    clock: { ...clock, after },
    events: { changed, log: (level, message, fields) => void rig.logs.push({ level, message, fields }) },
  })
  const rig: Rig = {
    stack,
    history: [],
    logs: [],
    restartsUs: [],
    waiting: new Set(),
    held: false,
    limitUs: LIMIT_US,
    of: (service) => stack.states().find((state) => state.service === service),
  }
  t.teardown(() => stack.down())
  return rig
}

const plan = (service: ChildPlan['service'], ...args: readonly string[]): ChildPlan => ({ service, args })

t.test('starts one after the other in start order and stops strategies first, the venue last', async (t) => {
  const { stack, history } = rigOf(t)
  await stack.up([plan('strat', 'stays'), plan('exec', 'stays'), plan('sim', 'stays')])
  t.strictSame(history.splice(0), ['sim starting', 'sim up', 'exec starting', 'exec up', 'strat starting', 'strat up'])
  const [{ pid = 0 } = {}] = stack.states()
  const identity = { pid, startTicks: startTicksOf(pid) }
  t.equal(isAlive(identity), true)
  await stack.down()
  t.strictSame(history, ['strat stopped', 'exec stopped', 'sim stopped'])
  t.equal(isAlive(identity), false)
  t.match(stack.states(), [{ state: 'stopped', pid: 0, restarts: 0, lastEnd: 'exit code 0' }, {}, {}])
})

t.test('restarts a daemon that was killed, naming the signal', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('md', 'stays')])
  process.kill(rig.of('md')?.pid ?? 0, 'SIGKILL')
  await until('md runs again', () => rig.of('md')?.state === 'up' && rig.of('md')?.restarts === 1)
  t.strictSame(rig.history, ['md starting', 'md up', 'md restarting', 'md starting', 'md up'])
  t.match(rig.logs, [{ level: 'warn', message: 'service restarts', fields: { service: 'md', end: 'killed by SIGKILL', signal: 'SIGKILL', afterMs: 250 } }])
  t.strictSame(rig.restartsUs, [250_000])
})

t.test('gives up after five deaths, each restart twice as late as the one before', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('md', 'dies', 'SIGSEGV')])
  await until('md has failed', () => rig.of('md')?.state === 'failed')
  t.strictSame(rig.restartsUs, [250_000, 500_000, 1_000_000, 2_000_000])
  t.match(rig.logs.at(-1), { level: 'error', message: 'service failed', fields: { reason: '5 deaths in 5 minutes, the last one killed by SIGSEGV' } })
})

t.test('does not restart after an exit code that says that nothing will change', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('md', 'exits', '78')])
  await until('md has failed', () => rig.of('md')?.state === 'failed')
  t.strictSame(rig.restartsUs, [])
  t.equal(rig.of('md')?.lastEnd, 'exit code 78 (configuration or file format is not accepted)')
})

t.test('tries again when a restarted daemon ends before its startup probe', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('md', 'declines', join(t.testdirName, 'runs'))])
  await until('md runs for the third time', () => rig.of('md')?.state === 'up' && rig.of('md')?.restarts === 2)
  t.strictSame(rig.restartsUs, [250_000, 500_000])
  t.equal(rig.of('md')?.lastEnd, 'exit code 75')
})

t.test('stops all again when one does not start, saying how it ended', async (t) => {
  const rig = rigOf(t)
  await t.rejects(rig.stack.up([plan('md', 'refuses', '78'), plan('sim', 'stays'), plan('strat', 'stays')]), {
    code: 'START_FAILED',
    exit: 78,
    message: "'md' did not start: exit code 78 (configuration or file format is not accepted)",
    hint: /log\/md\.ndjson$/,
  })
  t.strictSame(rig.history, ['sim starting', 'sim up', 'md starting', 'md failed', 'sim stopped'])
})

t.test('kills a daemon that gives no startup probe in time', async (t) => {
  const rig = rigOf(t)
  rig.limitUs = 50_000
  await t.rejects(rig.stack.up([plan('md', 'silent')]), { message: "'md' did not start: no startup probe within 20 s" })
  t.match(rig.of('md'), { state: 'failed', pid: 0, lastEnd: 'killed by SIGKILL' })
})

t.test('kills a daemon that does not stop in time', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('exec', 'deaf')])
  rig.limitUs = 50_000
  await rig.stack.down()
  t.match(rig.of('exec'), { state: 'stopped', pid: 0, lastEnd: 'killed by SIGKILL' })
  t.match(rig.logs, [{ level: 'error', message: 'service did not stop in time and was killed', fields: { service: 'exec', limitMs: 20_000 } }])
})

t.test('stops one service for good and leaves the others alone', async (t) => {
  const rig = rigOf(t)
  await rig.stack.up([plan('md', 'stays'), plan('strat', 'stays')])
  await rig.stack.down(['strat'])
  t.match(rig.stack.states(), [
    { service: 'md', state: 'up' },
    { service: 'strat', state: 'stopped', restarts: 0 },
  ])
  t.strictSame(rig.restartsUs, [])
})

t.test('drops a restart that still waits when it stops', async (t) => {
  const rig = rigOf(t)
  rig.held = true
  await rig.stack.up([plan('md', 'exits', '1')])
  await until('a restart waits', () => rig.waiting.size === 1)
  await rig.stack.down(['md'])
  t.equal(rig.waiting.size, 0)
  t.match(rig.of('md'), { state: 'stopped', pid: 0 })
})

t.test('starts nothing more once it was stopped', async (t) => {
  const rig = rigOf(t)
  const up = rig.stack.up([plan('sim', 'stays'), plan('md', 'stays')])
  const refused = t.rejects(up, { code: 'STOPPED', exit: 130 })
  await rig.stack.down()
  await refused
  t.strictSame(
    rig.stack.states().map(({ service, state }) => `${service} ${state}`),
    ['sim stopped'],
  )
})
