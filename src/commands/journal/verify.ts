import process from 'node:process'
import { Flags } from '@oclif/core'
import { messageOf } from '../../lib/base/errors.ts'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { journalArgs, journalFlags, journalFolder, surveyFolder } from '../../lib/cli/journal-choice.ts'
import { payloadOf } from '../../lib/daemon/recorder.ts'
import type { SegmentSurvey } from '../../lib/journal/survey.ts'

/** A range of bytes that is not what a journal should hold. */
interface Finding {
  readonly segment: string
  readonly offset: number
  readonly lastOffset: number | null
  readonly seq: number | null
  readonly problem: string
}

interface Found {
  readonly segments: number
  readonly frames: number
  readonly lastSeq: number
  readonly exit: number
  readonly findings: readonly Finding[]
}

const unreadable = ({ frames, name }: SegmentSurvey): Finding[] =>
  frames.flatMap((frame) => {
    try {
      payloadOf(frame)
      return []
    } catch (error) {
      return [{ segment: name, offset: 0, lastOffset: null, seq: frame.seq, problem: messageOf(error) }]
    }
  })

const tornOf = ({ torn }: SegmentSurvey, lastSeq: number): Finding[] =>
  torn === undefined
    ? []
    : [
        {
          segment: torn.name,
          offset: torn.offset,
          lastOffset: torn.offset + torn.bytes.length - 1,
          seq: lastSeq + 1,
          problem: 'bytes behind the last frame that nobody was told of',
        },
      ]

const problemOf = ({ problem }: SegmentSurvey): Finding[] =>
  problem === null
    ? []
    : [
        {
          segment: problem.place.name,
          offset: problem.place.offset,
          lastOffset: problem.place.lastOffset ?? null,
          seq: problem.place.seq ?? null,
          problem: problem.problem,
        },
      ]

const verified = (segments: Iterable<SegmentSurvey>): Found => {
  let found: Found = { segments: 0, frames: 0, lastSeq: 0, exit: EXIT.ok, findings: [] }
  for (const segment of segments) {
    const lastSeq = segment.frames.at(-1)?.seq ?? found.lastSeq
    const findings = [...unreadable(segment), ...tornOf(segment, lastSeq), ...problemOf(segment)]
    const exit = segment.problem?.exit ?? (findings.length > 0 ? EXIT.failed : EXIT.ok)
    found = {
      segments: found.segments + 1,
      frames: found.frames + segment.frames.length,
      lastSeq,
      exit: Math.max(found.exit, exit),
      findings: [...found.findings, ...findings],
    }
  }
  return found
}

const table = ({ segments, frames, exit, findings }: Found): string => {
  const rows = findings.map(
    ({ segment, offset, lastOffset, seq, problem }) => `${segment} bytes ${offset} to ${lastOffset ?? 'the end'}, frame ${seq ?? '-'}: ${problem}\n`,
  )
  return `${rows.join('')}journal ${exit === EXIT.ok ? 'ok' : 'failed'}: segments ${segments}, frames ${frames}\n`
}

export class JournalVerify extends TradeCommand {
  static override summary = 'reads every byte of a journal and names what is wrong'
  static override description = [
    'Checks the chain of checksums over all segments, numbers, epochs and payloads; changes nothing. Exit code 0 when all is sound,',
    '8 with a torn tail (nobody was told of it; the next start cuts it) or a payload that holds no value, 65 when durable bytes are damaged, 78 when another version wrote it.',
  ].join('\n')
  static override examples = [
    'trade journal verify --svc exec',
    'trade journal verify ./run1/data/exec/journal',
    "trade journal verify --svc risk | jq '.findings[]'",
  ]
  static override args = journalArgs
  static override flags = { ...journalFlags, json: Flags.boolean({ description: 'one JSON object also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(JournalVerify)
    const folder = journalFolder({ folder: args.folder, svc: flags.svc }, () => this.places(flags))
    const found = verified(surveyFolder(folder))
    const { exit, ...shown } = found
    const isTable = process.stdout.isTTY && !flags.json
    const record = { v: 1, type: 'journal.verify', verify: exit === EXIT.ok ? 'ok' : 'failed', ...shown }
    process.stdout.write(isTable ? table(found) : `${JSON.stringify(record)}\n`)
    process.exitCode = exit
  }
}
