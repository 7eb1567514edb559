import process from 'node:process'
import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { healthOf } from '../lib/cli/health.ts'
import { readStack } from '../lib/cli/stack-document.ts'
import { SERVICES } from '../lib/contracts/words.ts'
import type { Places } from '../lib/io/run-directory.ts'
import { findService } from '../lib/io/service-record.ts'

interface Row {
  readonly svc: string
  readonly state: string
  readonly ready: boolean
  readonly pid: number | null
  readonly uptimeMs: number | null
  readonly lagMs: number | null
  readonly restarts: number
  readonly lastEnd: string
  readonly reason: string
}

const rowOf = async (places: Places, svc: string): Promise<Row> => {
  const known = readStack(places)?.services.find(({ service }) => service === svc)
  const found = findService(places.run, svc)
  const history = { restarts: known?.restarts ?? 0, lastEnd: known?.lastEnd ?? '' }
  if (found?.alive !== true)
    return {
      svc,
      state: known?.state === 'failed' ? 'failed' : 'down',
      ready: false,
      pid: null,
      uptimeMs: null,
      lagMs: null,
      ...history,
      reason: 'not running',
    }
  const health = await healthOf(places, svc)
  const { pid } = found.record
  if (health === null) return { svc, state: 'silent', ready: false, pid, uptimeMs: null, lagMs: null, ...history, reason: 'does not answer' }
  return { svc, state: health.state, ready: health.ready, pid, uptimeMs: health.uptimeMs, lagMs: health.lagMs, ...history, reason: health.reason }
}

const cells = (row: Row): string[] => [
  row.svc,
  row.state,
  row.ready ? 'yes' : 'no',
  String(row.pid ?? '-'),
  row.uptimeMs === null ? '-' : `${(row.uptimeMs / 1_000).toFixed(0)}s`,
  row.lagMs === null ? '-' : `${row.lagMs}ms`,
  String(row.restarts),
  row.ready ? row.lastEnd : row.reason,
]

const HEADER = ['SVC', 'STATE', 'READY', 'PID', 'UPTIME', 'LAG', 'RESTARTS', 'NOTE']

const table = (rows: readonly Row[]): string => {
  const lines = [HEADER, ...rows.map(cells)]
  const widths = HEADER.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

export class Status extends TradeCommand {
  static override summary = 'every daemon of the chain: state, pid, uptime, lag'
  static override description = 'Exit code 0 when all are ready, 8 when one is not, 3 when nothing runs.'
  static override examples = ['trade status', "trade status --json | jq -r 'select(.ready|not) | .svc'", 'trade status --dir ./run']
  static override flags = { ...commonFlags, json: Flags.boolean({ description: 'one JSON object a line also on a terminal', default: false }) }

  async run(): Promise<void> {
    const { flags } = await this.parse(Status)
    const places = this.places(flags)
    const rows = await Promise.all(SERVICES.map((svc) => rowOf(places, svc)))
    const lines = rows.map((row) => `${JSON.stringify({ v: 1, type: 'status', ...row })}\n`).join('')
    process.stdout.write(flags.json || !process.stdout.isTTY ? lines : table(rows))
    if (rows.every(({ pid }) => pid === null)) process.exitCode = EXIT.notRunning
    else process.exitCode = rows.every(({ ready }) => ready) ? EXIT.ok : EXIT.failed
  }
}
