import process from 'node:process'
import { Flags } from '@oclif/core'
import { usToMs } from '../../lib/base/time.ts'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { journalArgs, journalFlags, journalFolder, surveyFolder } from '../../lib/cli/journal-choice.ts'
import { toLine } from '../../lib/codec/json.ts'
import { payloadOf } from '../../lib/daemon/recorder.ts'
import { emptied } from '../../lib/io/emptied.ts'
import type { Frame } from '../../lib/ports/journal.ts'

const TYPES = ['EPOCH', 'IN', 'VERDICT', 'SEND', 'EVENT', 'HALT', 'RECON', 'SNAPSHOT'] as const
const BATCH_COUNT = 256

interface Wanted {
  readonly from: number
  readonly to: number
  readonly type: readonly string[]
}

const isWanted = ({ seq, type }: Frame, wanted: Wanted): boolean =>
  seq >= wanted.from && seq <= wanted.to && (wanted.type.length === 0 || wanted.type.includes(type))

const lineOf = (frame: Frame, src: string, segment: string): string => {
  const { type, tsUs, seq, epoch } = frame
  return toLine({ v: 1, type, ts: usToMs(tsUs), src, seq, epoch, segment, payload: payloadOf(frame) })
}

/** The service that the frames name, kept from the last one that did. */
const sourceOf = (frames: readonly Frame[], before: string): string => {
  const opening = frames.find(({ type }) => type === 'EPOCH')
  return opening === undefined ? before : String((payloadOf(opening) as { readonly service?: unknown }).service ?? before)
}

/** Writes lines batch by batch and waits for a slow reader; false once the reader has gone. */
const writeAll = async (lines: readonly string[], isGone: () => boolean): Promise<boolean> => {
  for (let at = 0; at < lines.length && !isGone(); at += BATCH_COUNT) {
    const isTaken = process.stdout.write(lines.slice(at, at + BATCH_COUNT).join(''))
    if (!isTaken) await emptied(process.stdout)
  }
  return !isGone()
}

export class JournalCat extends TradeCommand {
  static override summary = 'frames of a journal as NDJSON'
  static override description = [
    'One record for each frame: type is what it records, payload what was decided or taken in. Reads and changes nothing, also while the daemon runs.',
    'What comes before damage is printed; then exit code 65 names file, bytes and frame. A torn tail ends the output: nobody was told of it.',
  ].join('\n')
  static override examples = [
    'trade journal cat --svc exec --type SEND | jq .payload.clientOrderId',
    'trade journal cat --svc exec --from 1200 --limit 20 | jq -c .',
    'trade journal cat ./run1/data/risk/journal --type HALT,VERDICT | head -1',
  ]
  static override args = journalArgs
  static override flags = {
    ...journalFlags,
    from: Flags.integer({ description: 'number of the first frame shown', min: 1, default: 1, helpValue: 'SEQ' }),
    to: Flags.integer({ description: 'number of the last frame shown; the last by default', min: 1, helpValue: 'SEQ' }),
    type: Flags.option({ description: 'types of frames, separated by commas; all by default', options: TYPES, multiple: true, delimiter: ',' })(),
    limit: Flags.integer({ description: 'end after so many records', min: 1 }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(JournalCat)
    const folder = journalFolder({ folder: args.folder, svc: flags.svc }, () => this.places(flags))
    const wanted: Wanted = { from: flags.from, to: flags.to ?? Number.MAX_SAFE_INTEGER, type: flags.type ?? [] }
    process.exitCode = EXIT.ok
    let isGone = false
    process.stdout.once('error', () => {
      isGone = true
    })
    let src = flags.svc ?? 'journal'
    let left = flags.limit ?? Number.MAX_SAFE_INTEGER
    for (const { frames, name, problem } of surveyFolder(folder)) {
      src = sourceOf(frames, src)
      const shown = frames.filter((frame) => isWanted(frame, wanted)).slice(0, left)
      left -= shown.length
      const lines = shown.map((frame) => lineOf(frame, src, name))
      if (!(await writeAll(lines, () => isGone)) || left === 0) return
      if (problem !== null) throw problem
    }
  }
}
