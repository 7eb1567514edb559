import process from 'node:process'
import { Flags } from '@oclif/core'
import { usToMs } from '../../lib/base/time.ts'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { journalArgs, journalFlags, journalFolder, surveyFolder } from '../../lib/cli/journal-choice.ts'
import { toLine } from '../../lib/codec/json.ts'
import type { SegmentSurvey } from '../../lib/journal/survey.ts'

const stateOf = ({ problem, torn }: SegmentSurvey): string => {
  if (problem !== null) return problem.code === 'JOURNAL_FOREIGN' ? 'foreign' : 'damaged'
  return torn === undefined ? 'whole' : 'torn'
}

const rowOf = (found: SegmentSurvey) => {
  const [first, last] = [found.frames.at(0), found.frames.at(-1)]
  return {
    segment: found.name,
    frames: found.frames.length,
    firstSeq: first?.seq ?? null,
    lastSeq: last?.seq ?? null,
    firstEpoch: first?.epoch ?? null,
    lastEpoch: last?.epoch ?? null,
    firstTs: first === undefined ? null : usToMs(first.tsUs),
    lastTs: last === undefined ? null : usToMs(last.tsUs),
    usedBytes: found.usedBytes,
    segmentBytes: found.segmentBytes,
    state: stateOf(found),
    problem: found.problem?.message ?? null,
  }
}

type Row = ReturnType<typeof rowOf>

const COLUMNS = ['segment', 'frames', 'firstSeq', 'lastSeq', 'lastEpoch', 'usedBytes', 'segmentBytes', 'state'] as const

const tableOf = (rows: readonly Row[]): string => {
  const cells = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((column) => String(row[column] ?? '-')))]
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd()).join('\n')
}

export class JournalLs extends TradeCommand {
  static override summary = 'segments of a journal: frames, numbers, epochs, bytes, state'
  static override description = [
    'Reads and changes nothing, also while the daemon runs. A table on a terminal, else one record for each segment.',
    'State: whole, torn (bytes behind the last frame that nobody was told of), damaged or foreign; behind such a one nothing is read.',
  ].join('\n')
  static override examples = ['trade journal ls --svc exec', 'trade journal ls ./run1/data/exec/journal', "trade journal ls --svc risk | jq '.lastSeq'"]
  static override args = journalArgs
  static override flags = { ...journalFlags, json: Flags.boolean({ description: 'records also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(JournalLs)
    const folder = journalFolder({ folder: args.folder, svc: flags.svc }, () => this.places(flags))
    const rows = [...surveyFolder(folder)].map(rowOf)
    const isTable = process.stdout.isTTY && !flags.json
    process.stdout.write(isTable ? `${tableOf(rows)}\n` : rows.map((row) => toLine({ v: 1, type: 'journal.segment', ...row })).join(''))
    process.exitCode = EXIT.ok
  }
}
