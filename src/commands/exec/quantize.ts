import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../../lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../lib/cli/command.ts'
import { instrumentsOf } from '../../lib/cli/exec-instruments.ts'
import { withExec } from '../../lib/cli/exec-peer.ts'
import { EXIT } from '../../lib/cli/exit.ts'
import { symbolValue } from '../../lib/cli/flag-values.ts'
import { toLine } from '../../lib/codec/json.ts'
import { fromInfo } from '../../lib/contracts/instrument-info.ts'
import { type Amounts, quantize } from '../../lib/model/quantize.ts'

const usage = (message: string): TradeError =>
  new TradeError('USAGE', message, { exit: EXIT.usage, hint: "trade exec status, or 'order buy -n' for every check" })

export class ExecQuantize extends TradeCommand {
  static override summary = 'rounds an amount and a price to what the venue takes: a quantity never up, a price never to a worse one'
  static override description = 'Nothing is sent. Exit code 0, 2 when there is no such value, 3 when no exec runs.'
  static override examples = [
    'trade exec quantize BTCUSDT 0.0012345',
    'trade exec quantize BTCUSDT 0.0012345 60000.123 --side sell',
    'trade exec quantize BTCUSDT 0.0012345 | jq -r .qty',
  ]
  static override args = {
    symbol: Args.string({ description: 'symbol', required: true, parse: symbolValue('symbol') }),
    qty: Args.string({ description: 'quantity in the base asset', required: true }),
    price: Args.string({ description: 'limit price' }),
  }
  static override flags = {
    ...commonFlags,
    side: Flags.option({ description: 'whose price it is', options: ['buy', 'sell'] as const, default: 'buy' as const })(),
    json: Flags.boolean({ description: 'errors as JSON too', default: false }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ExecQuantize)
    const { symbol, qty, price } = args
    const info = (await withExec(this.places(flags), instrumentsOf)).get(symbol)
    if (info === undefined) throw usage(`exec does not trade '${symbol}'`)
    const instrument = fromInfo(info)
    const wanted: Amounts = { side: flags.side, type: price === undefined ? 'market' : 'limit', qty, ...(price === undefined ? {} : { price }) }
    const found = instrument.ok ? quantize(instrument.value, wanted) : instrument
    if (!found.ok) throw usage(found.error)
    const { side, qty: rounded, price: limit } = found.value
    process.stdout.write(toLine({ v: 1, type: 'quantized', symbol, side, qty: rounded, ...(limit === undefined ? {} : { price: limit }) }))
  }
}
