import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { MdConfig } from '../daemons/md/config.ts'
import { endReplay, openReplay, playLine, type ReplayPlan } from '../daemons/md/verify/replay.ts'
import type { Published } from '../daemons/md/verify/session.ts'
import { usToMs } from '../lib/base/time.ts'
import { TradeCommand } from '../lib/cli/command.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { checkFrom, type Part, pacer, partOf, speedOf } from '../lib/cli/replay-pace.ts'
import { toLine } from '../lib/codec/json.ts'
import { conclude } from '../lib/codec/settings.ts'
import { emptied } from '../lib/io/emptied.ts'
import { openRecordingLines, type RecordingLines, recordingDamage } from '../lib/io/recording-lines.ts'
import { replayVenue } from './md/verify.ts'

/** More than so much in the pipe, and the replay waits for its reader. */
const QUEUED_BYTES_MAX = 1_048_576

/** Messages of md as the records that its readers see. */
const recorder = (write: (record: object, nowUs: number) => void): NonNullable<ReplayPlan['onPublish']> => {
  const seqs = new Map<string, number>()
  return ({ topic, kind, body, correlationId }: Published, nowUs) => {
    const seq = (seqs.get(topic) ?? 0) + 1
    seqs.set(topic, seq)
    write({ v: 1, type: kind, ts: usToMs(nowUs), src: 'md', seq, topic, ...(body as object), correlationId }, nowUs)
  }
}

export class Replay extends TradeCommand {
  static override summary = 'plays a recording as the NDJSON that a live md prints'
  static override description = [
    "Reads what 'trade record' writes, plain, gzip or zstd; '-' is standard input. Waits for a slow reader and drops nothing.",
    'Of a file that ends early everything is printed that there is, of packed data whose check value does not hold nothing;',
    'exit code 65 then names file and line.',
  ].join('\n')
  static override examples = [
    'trade replay day.gz | trade md bars --spec 1m -',
    'trade replay day.zst --speed 10 --from 30s --to 90s | jq -c \'select(.type=="trade")\'',
    'zcat day.gz | trade replay - | head -5',
  ]
  static override args = { file: Args.string({ description: 'recording', required: true }) }
  static override flags = {
    speed: Flags.string({ description: 'divisor of the recorded gaps, or max', default: 'max', helpValue: 'N|max' }),
    from: Flags.string({ description: 'first moment shown: a time, or a span from the start', default: '0s', helpValue: 'TIME' }),
    to: Flags.string({ description: 'last moment shown; 0 is the end', default: '0', helpValue: 'TIME' }),
    limit: Flags.integer({ description: 'end after so many records', min: 1, default: Number.MAX_SAFE_INTEGER }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Replay)
    const speed = speedOf(flags.speed)
    const file = openRecordingLines(args.file)
    const lines: string[] = []
    let left = flags.limit
    let range: Part = { fromUs: 0, toUs: Number.POSITIVE_INFINITY }
    const onPublish = recorder((record, nowUs) => {
      if (left <= 0 || nowUs < range.fromUs || nowUs > range.toUs) return
      lines.push(toLine(record))
      left -= 1
    })
    const plan: ReplayPlan = {
      faults: {},
      seed: 1,
      config: (wanted) => conclude(MdConfig, wanted, 'md'),
      damaged: recordingDamage,
      onPublish,
    }
    const session = openReplay([file], replayVenue(file), plan)
    range = partOf(flags, session.startUs)
    const isWhole = await this.play(file, {
      ends: () => left <= 0,
      range,
      pace: pacer(speed),
      lines,
      step: (line, number) => playLine(session, plan, { file: file.name, line, number }),
    })
    if (isWhole) endReplay(session, plan, file.name)
    checkFrom(range, flags.from, session)
    process.exitCode = EXIT.ok
  }

  /** False when it ended before the recording did. */
  private async play(
    file: RecordingLines,
    how: {
      readonly range: Part
      readonly lines: string[]
      readonly pace: (atUs: number) => Promise<void>
      ends(): boolean
      step(line: Uint8Array, number: number): number
    },
  ): Promise<boolean> {
    let gone = false
    process.stdout.once('error', () => {
      gone = true
    })
    for (const [line, number] of file.lines()) {
      const atUs = how.step(line, number)
      if (how.lines.length > 0) {
        await how.pace(atUs)
        process.stdout.write(how.lines.splice(0).join(''))
        if (process.stdout.writableLength > QUEUED_BYTES_MAX && !gone) await emptied(process.stdout)
      }
      if (gone || how.ends() || atUs > how.range.toUs) return false
    }
    return true
  }
}
