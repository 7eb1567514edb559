import process from 'node:process'
import { Flags } from '@oclif/core'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { journalArgs, journalFlags, journalFolder } from '../../lib/cli/journal-choice.ts'
import { toLine } from '../../lib/codec/json.ts'
import { type Repair, repairJournal } from '../../lib/io/journal-repair.ts'

const sentenceOf = (repair: Repair | null): string =>
  repair === null ? 'nothing to repair\n' : `${repair.segment}: ${repair.cutBytes} bytes cut at byte ${repair.offset}, kept in '${repair.kept}'\n`

export class JournalRepair extends TradeCommand {
  static override summary = 'cuts a torn tail off a journal and keeps its bytes beside'
  static override description = [
    'A torn tail is what a crash left behind the last frame; nobody was told of it. The next start of the daemon cuts it just the same.',
    'Everything else is refused and nothing is changed: 10 while a daemon writes, 65 when durable bytes are damaged, 78 when another version wrote it.',
  ].join('\n')
  static override examples = ['trade journal repair --svc exec', 'trade journal repair ./run1/data/exec/journal']
  static override args = journalArgs
  static override flags = { ...journalFlags, json: Flags.boolean({ description: 'one JSON object also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(JournalRepair)
    const folder = journalFolder({ folder: args.folder, svc: flags.svc }, () => this.places(flags))
    const repair = repairJournal(folder)
    const isText = process.stdout.isTTY && !flags.json
    process.stdout.write(isText ? sentenceOf(repair) : toLine({ v: 1, type: 'journal.repair', isChanged: repair !== null, ...repair }))
    process.exitCode = EXIT.ok
  }
}
