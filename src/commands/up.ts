import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Flags } from '@oclif/core'
import { TradeError } from '../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { speedValue, symbolValue } from '../lib/cli/flag-values.ts'
import { dropKillFile } from '../lib/cli/kill-file.ts'
import { lastWords } from '../lib/cli/last-words.ts'
import { mainPath } from '../lib/cli/main-path.ts'
import type { StackSettings } from '../lib/cli/plans.ts'
import { waitReady } from '../lib/cli/readiness.ts'
import { assertRecordings, recordRun } from '../lib/cli/run-record.ts'
import { readStack } from '../lib/cli/stack-document.ts'
import { StackRun } from '../lib/cli/stack-run.ts'
import { SERVICES } from '../lib/contracts/words.ts'
import { systemClock } from '../lib/io/clock.ts'
import { takeLock } from '../lib/io/lock.ts'
import { openLog } from '../lib/io/pino-log.ts'
import { announceStarted, onSignals } from '../lib/io/process.ts'
import { type Places, preparePlaces } from '../lib/io/run-directory.ts'

const START_WITHIN_MS = 120_000

export class Up extends TradeCommand {
  static override summary = 'starts the whole chain and keeps it running'
  static override description =
    'Simulator, market data, execution, risk, account and strategy, each a process of its own. What dies is restarted, and the log names the signal.'
  static override examples = ['trade up --bg --wait 30s', 'trade up --dir ./run --symbols BTCUSDT,ETHUSDT', 'trade status && trade down']
  static override flags = {
    ...commonFlags,
    bg: Flags.boolean({ description: 'leave it running and return', default: false }),
    wait: Flags.string({ description: 'wait until every daemon is ready, at most so long', helpValue: 'DURATION' }),
    symbols: Flags.string({ description: 'synthetic markets', multiple: true, delimiter: ',', default: ['BTCUSDT'], parse: symbolValue('symbols') }),
    seed: Flags.integer({ description: 'seed of the synthetic market', default: 1, min: 0 }),
    recording: Flags.string({ description: 'recorded market, repeatable', multiple: true, default: [], helpValue: 'FILE' }),
    speed: Flags.string({ description: 'divides the gaps between recorded frames', default: '1', parse: speedValue }),
    strategy: Flags.string({ description: 'built-in plugin', default: 'maker' }),
    'started-fd': Flags.integer({ hidden: true }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Up)
    assertRecordings(flags.recording)
    const places = this.places(flags)
    process.umask(0o077)
    preparePlaces(places)
    const waitMs = flags.wait === undefined ? null : durationMs(flags.wait, 'wait')
    if (flags.bg) {
      await this.detach(places)
      if (waitMs !== null) await waitReady(places, SERVICES, waitMs)
      return
    }
    const place = flags.dir === undefined ? ['--profile', flags.profile] : ['--dir', flags.dir]
    const settings: StackSettings = {
      place,
      symbols: flags.symbols,
      seed: flags.seed,
      recordings: flags.recording,
      speed: flags.speed,
      strategy: flags.strategy,
      verbose: flags.verbose,
      outlives: true,
    }
    await this.supervise(places, settings, { waitMs, startedFd: flags['started-fd'] })
  }

  private async supervise(
    places: Places,
    settings: StackSettings,
    how: { readonly waitMs: number | null; readonly startedFd: number | undefined },
  ): Promise<void> {
    const lock = takeLock(join(places.run, 'up.lock'), { svc: 'up', what: 'the stack of this profile' })
    const clock = systemClock()
    const log = openLog({ daemon: 'up', instance: 'up', level: 'info' })
    const stopped = new Promise<void>((done) => onSignals({ stop: () => done(), halt: () => dropKillFile(places) }))
    recordRun(places, settings, clock.nowUs())
    const run = new StackRun({ places, clock, log })
    await run.up(settings)
    try {
      if (how.startedFd !== undefined) announceStarted(how.startedFd)
      if (how.waitMs !== null) await waitReady(places, SERVICES, how.waitMs)
      log.write('info', 'ready', { pid: process.pid, run: places.run })
      await stopped
    } finally {
      log.write('info', 'stopping', {})
      await run.down()
      lock.release()
    }
  }

  /** Starts the same command without `--bg` in a session of its own and waits until it has started everything. */
  private async detach(places: Places): Promise<void> {
    if (readStack(places)?.alive === true)
      throw new TradeError('ALREADY_RUNNING', 'the stack of this profile runs already', { exit: EXIT.held, hint: 'trade status, trade down' })
    const given = process.argv.slice(2)
    const args = given.filter((arg, index) => arg !== '--bg' && !arg.startsWith('--wait') && given[index - 1] !== '--wait')
    const out = openSync(join(places.log, 'up.ndjson'), 'a', 0o600)
    const child = spawn(process.execPath, [mainPath(), ...args, '--started-fd', '3'], { detached: true, stdio: ['ignore', out, out, 'pipe'] })
    const ended = new Promise<number | null>((resolve) => {
      child.stdio[3]?.on('data', () => resolve(null))
      child.on('exit', (code) => resolve(code ?? EXIT.temporary))
    })
    const exit = await Promise.race([ended, sleep(START_WITHIN_MS, EXIT.temporary, { ref: false })])
    child.unref()
    const log = join(places.log, 'up.ndjson')
    if (exit !== null) throw new TradeError('START_FAILED', lastWords(log) ?? 'the stack did not start', { exit, hint: `see ${log}` })
    process.stderr.write(`started, supervisor pid ${child.pid}; next: trade status\n`)
  }
}
