import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { usToMs } from '../lib/base/time.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { watchDemo } from '../lib/cli/demo-run.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { readEvidence } from '../lib/cli/evidence.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { speedValue, symbolValue } from '../lib/cli/flag-values.ts'
import { dropKillFile } from '../lib/cli/kill-file.ts'
import { openPeer } from '../lib/cli/peer.ts'
import type { StackSettings } from '../lib/cli/plans.ts'
import { assertRecordings, recordRun } from '../lib/cli/run-record.ts'
import { StackRun } from '../lib/cli/stack-run.ts'
import { type Summary, summaryOf } from '../lib/cli/summary.ts'
import { systemClock } from '../lib/io/clock.ts'
import { writeJsonFile } from '../lib/io/json-file.ts'
import { takeLock } from '../lib/io/lock.ts'
import { openLog } from '../lib/io/pino-log.ts'
import { onSignals } from '../lib/io/process.ts'
import { findPlaces, type Places, preparePlaces } from '../lib/io/run-directory.ts'
import type { Clock } from '../lib/ports/clock.ts'
import { verify } from '../lib/verify/verify.ts'
import type { Violation } from '../lib/verify/violation.ts'
import { replayers } from './verify.ts'

const SYNTHETIC_FOR = '60s'

export class Demo extends TradeCommand {
  static override summary = 'the whole chain once: market, strategy, orders, fills, books, proof'
  static override description =
    'Starts simulator, market data, execution, risk, account and strategy as processes of their own, shows them, stops them in order and verifies what they left. Exit code 0 only when the proof holds.'
  static override examples = [
    'trade demo --for 20s',
    'trade demo --recording btc.gz --speed 20 --json | tail -1 | jq .',
    'trade demo --seed 7 --dir ./run7 && trade verify ./run7',
  ]
  static override flags = {
    dir: commonFlags.dir,
    verbose: commonFlags.verbose,
    recording: Flags.string({
      description: 'recorded market in the hftbacktest format, .gz or plain, repeatable',
      multiple: true,
      default: [],
      helpValue: 'FILE',
    }),
    speed: Flags.string({ description: 'divides the gaps between recorded frames', default: '1', parse: speedValue }),
    seed: Flags.integer({ description: 'seed of the synthetic market', default: 1, min: 0 }),
    symbols: Flags.string({ description: 'synthetic markets', multiple: true, delimiter: ',', default: ['BTCUSDT'], parse: symbolValue('symbols') }),
    strategy: Flags.string({ description: 'built-in plugin', default: 'maker' }),
    for: Flags.string({ description: `end after this time; ${SYNTHETIC_FOR}, or the end of the recording; 0 for ever`, helpValue: 'DURATION' }),
    json: Flags.boolean({ description: 'NDJSON also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Demo)
    assertRecordings(flags.recording)
    const recorded = flags.recording.length > 0
    const forMs = flags.for === undefined && recorded ? Number.POSITIVE_INFINITY : durationMs(flags.for ?? SYNTHETIC_FOR, 'for')
    const dir = flags.dir ?? mkdtempSync(join(tmpdir(), 'trade-demo-'))
    const places = findPlaces({ dir })
    const settings: StackSettings = {
      place: ['--dir', dir],
      symbols: flags.symbols,
      seed: flags.seed,
      recordings: flags.recording,
      speed: flags.speed,
      strategy: flags.strategy,
      verbose: flags.verbose,
    }
    const { summary, violations } = await this.play(places, settings, { forMs, untilEnd: recorded, json: flags.json })
    writeJsonFile(join(places.top, 'summary.json'), summary)
    process.stdout.write(process.stdout.isTTY && !flags.json ? `${JSON.stringify(summary, null, 2)}\n` : `${JSON.stringify(summary)}\n`)
    this.conclude(summary, { dir, kept: flags.dir !== undefined, violations })
  }

  private async play(
    places: Places,
    settings: StackSettings,
    watch: { readonly forMs: number; readonly untilEnd: boolean; readonly json: boolean },
  ): Promise<{ summary: Summary; violations: readonly Violation[] }> {
    process.umask(0o077)
    preparePlaces(places)
    const lock = takeLock(join(places.run, 'up.lock'), { svc: 'demo', what: 'the stack of this folder' })
    const clock: Clock = systemClock()
    const startedUs = clock.nowUs()
    const stopped = new Promise<void>((done) => onSignals({ stop: () => done(), halt: () => dropKillFile(places) }))
    recordRun(places, settings, startedUs)
    const run = new StackRun({ places, clock, log: openLog({ daemon: 'demo', instance: 'demo', level: settings.verbose ? 'info' : 'warn' }) })
    try {
      await run.up(settings)
      const peer = await openPeer(places)
      await watchDemo(peer, { places, clock, stopped: Promise.race([stopped, run.failed]), ...watch })
      await peer.close()
      run.assertWhole()
    } finally {
      await run.down()
      lock.release()
    }
    const evidence = readEvidence(places, replayers)
    const verdict = verify(evidence)
    const summary = summaryOf(places, evidence, { symbols: run.symbols.length, verify: verdict.verify, durationMs: usToMs(clock.nowUs() - startedUs) })
    return { summary, violations: verdict.violations }
  }

  private conclude(summary: Summary, run: { readonly dir: string; readonly kept: boolean; readonly violations: readonly Violation[] }): void {
    for (const { id, what, where } of run.violations.slice(0, 20)) process.stderr.write(`${id} ${where}: ${what}\n`)
    const good = summary.verify === 'ok' && summary.book.mismatches === 0
    if (good && !run.kept) rmSync(run.dir, { recursive: true, force: true })
    else process.stderr.write(`everything is kept in ${run.dir}\n`)
    process.exitCode = good ? EXIT.ok : EXIT.failed
  }
}
