import { existsSync } from 'node:fs'
import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { createExecCore } from '../daemons/exec/core.ts'
import { riskCore } from '../daemons/risk/core.ts'
import { TradeError } from '../lib/base/errors.ts'
import { TradeCommand } from '../lib/cli/command.ts'
import { type Replayer, readEvidence } from '../lib/cli/evidence.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { payloadOf } from '../lib/daemon/recorder.ts'
import { replay } from '../lib/daemon/replay.ts'
import { findPlaces } from '../lib/io/run-directory.ts'
import { findServices } from '../lib/io/service-record.ts'
import type { Frame } from '../lib/ports/journal.ts'
import { orderVenueByName } from '../lib/venues/order-registry.ts'
import type { OrderVenue } from '../lib/venues/orders.ts'
import { type Verdict, verify } from '../lib/verify/verify.ts'

/** The venue that the last incarnation traded on; journals from before there was a choice are of the simulator. */
const venueIn = (frames: readonly Frame[]): OrderVenue => {
  const [last] = frames.filter(({ type }) => type === 'EPOCH').slice(-1)
  const name = last === undefined ? 'sim' : ((payloadOf(last) as { config: { venue?: string } }).config.venue ?? 'sim')
  const found = orderVenueByName(name)
  if (found.ok) return found.value.orders
  throw new TradeError('VENUE_UNKNOWN', `the journal of exec is of another program: ${found.error}`, { exit: EXIT.config })
}

/** The cores that a journal is run through again. */
export const replayers: Readonly<Record<string, Replayer>> = {
  exec: (frames) => replay(createExecCore({ venue: venueIn(frames) }), frames),
  risk: (frames) => replay(riskCore, frames),
}

const table = ({ verify: outcome, violations, counts }: Verdict): string => {
  const rows = violations.map(({ id, what, where }) => `${id.padEnd(6)} ${where}: ${what}\n`).join('')
  const seen = Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
  return `${rows}verify ${outcome}: ${seen}\n`
}

export class Verify extends TradeCommand {
  static override summary = 'proves offline that a run kept its promises'
  static override description =
    'Reads journals, truth log, checkpoints and counters below DIR. Exit code 0 when all hold, 8 when one is broken, 65 when a file is damaged.'
  static override examples = ['trade verify ./run1', 'trade verify ./run1 --json | jq .violations', 'trade verify ./run1 --truth elsewhere/truth.ndjson']
  static override args = { dir: Args.string({ description: 'directory of the run', required: true }) }
  static override flags = {
    truth: Flags.string({ description: 'truth log of the simulator, if it lies elsewhere', helpValue: 'FILE' }),
    json: Flags.boolean({ description: 'one JSON object also on a terminal', default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Verify)
    const places = findPlaces({ dir: args.dir })
    if (!existsSync(places.data))
      throw new TradeError('NO_RUN', `'${args.dir}' is no directory of a run: it has no 'data'`, { exit: EXIT.usage, hint: 'trade demo --dir DIR makes one' })
    const live = findServices(places.run).find(({ alive }) => alive)
    if (live !== undefined)
      throw new TradeError('RUN_IS_LIVE', `'${live.record.svc}' of this run still writes, pid ${live.record.pid}`, {
        exit: EXIT.temporary,
        hint: 'trade down, then verify',
      })
    const verdict = verify(readEvidence(places, replayers, { truth: flags.truth }))
    process.stdout.write(flags.json || !process.stdout.isTTY ? `${JSON.stringify(verdict)}\n` : table(verdict))
    process.exitCode = verdict.verify === 'ok' ? EXIT.ok : EXIT.failed
  }
}
