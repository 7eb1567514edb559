import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { BarStream } from '../../lib/cli/bar-stream.ts'
import { TradeCommand } from '../../lib/cli/command.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { MD_TABLES } from '../../lib/cli/live-table.ts'
import { mdViewFlags, viewMd } from '../../lib/cli/md-view.ts'
import { recordWriter } from '../../lib/cli/output.ts'
import { readRecords } from '../../lib/cli/record-input.ts'
import { printSeries, rangeFlags } from '../../lib/cli/series-view.ts'
import { symbolsOf, viewOptions } from '../../lib/cli/stream-flags.ts'
import { recordOf, type ViewOptions } from '../../lib/cli/viewer.ts'
import type { BarEnded } from '../../lib/contracts/market.ts'
import { type BarSpec, parseBarSpec } from '../../lib/model/bar-spec.ts'
import type { BusMessage } from '../../lib/ports/bus.ts'

const readSpec = (text: string): BarSpec => {
  const spec = parseBarSpec(text)
  if (!spec.ok) throw new TradeError('USAGE', `'--spec': ${spec.error}`, { exit: EXIT.usage })
  return spec.value
}

/** The bars that md publishes, or those that its trades make here. */
const barView = (spec: BarSpec, served: readonly string[]): Pick<ViewOptions, 'topics' | 'show'> => {
  if (served.includes(spec.text)) {
    const show = (message: BusMessage): object[] => ((message.body as BarEnded).spec === spec.text ? [recordOf(message)] : [])
    return { topics: ['market_data.{symbol}.bars.{spec}'], show }
  }
  const bars = new BarStream(spec)
  return { topics: ['market_data.{symbol}.trades'], show: ({ body }) => bars.trade(body as Readonly<Record<string, unknown>>) ?? [] }
}

export class MdBars extends TradeCommand {
  static override summary = 'bars of time, trades, quantity or value, exact'
  static override description = [
    "With '-' a filter: trade records in on standard input, bars out; the last bar of the input may not be whole.",
    'Without it the bars of a running md: those that it publishes, else made of its trades as they come.',
    'With --from the bars in its store, without any daemon; ends with 65 when there is no store.',
  ].join('\n')
  static override examples = [
    'trade md --symbol BTCUSDT --for 60s | trade md bars --spec 100t -',
    'trade replay day.gz | trade md bars --spec 1m - | jq -r .close',
    'trade md bars --symbol BTCUSDT --spec 1s --limit 5',
    'trade md bars --symbol BTCUSDT --spec 1m --from 2026-01-31T00:00:00Z --to 2026-02-01T00:00:00Z',
  ]
  static override args = { input: Args.string({ description: "'-' reads trades from standard input", options: ['-'], required: false }) }
  static override flags = {
    ...mdViewFlags,
    ...rangeFlags,
    spec: Flags.string({ description: 'what ends a bar: 30s 1m 1h, 100t trades, 10v quantity, 1000000q value', default: '1m', helpValue: 'SPEC' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(MdBars)
    const spec = readSpec(flags.spec)
    const [places, symbols] = [this.places(flags), symbolsOf(flags)]
    const { from, to, limit } = flags
    if (args.input === '-') await this.filter(spec)
    else if (from !== undefined) await printSeries(places, { table: 'bars', type: 'bar', symbols, from, to, spec: spec.text, limit })
    else await viewMd(places, symbols, ({ bars }) => ({ ...viewOptions(flags), table: MD_TABLES.bars, ...barView(spec, bars ?? []) }))
    process.exitCode = EXIT.ok
  }

  private async filter(spec: BarSpec): Promise<void> {
    const out = recordWriter(process.stdout)
    const bars = new BarStream(spec)
    await readRecords(process.stdin, (record, line) => {
      const ended = record['type'] === 'trade' ? bars.trade(record) : []
      if (ended === null)
        throw new TradeError('INPUT_DAMAGED', `standard input is damaged at line ${line}: a trade lacks symbol, price, qty, side or eventUs`, {
          exit: EXIT.data,
        })
      for (const bar of ended) out.write(bar)
      return process.stdout.errored === null
    })
    for (const bar of bars.end()) out.write(bar)
    await out.flush()
  }
}
