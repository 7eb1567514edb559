import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../base/errors.ts'
import { toLine } from '../codec/json.ts'
import type { SubmitRequest } from '../contracts/exec.ts'
import type { OrderCheck } from '../contracts/exec-control.ts'
import { newIntentId } from '../io/intent-id.ts'
import type { Places } from '../io/run-directory.ts'
import { SELF_TRADE_PREVENTIONS } from '../model/order-terms.ts'
import { commonFlags, TradeCommand } from './command.ts'
import { durationMs } from './duration.ts'
import { askExec, withExec } from './exec-peer.ts'
import { EXIT } from './exit.ts'
import { symbolValue } from './flag-values.ts'
import { exitOfRefusal, orderError, refusalError } from './order-exit.ts'
import { type Placed, placeOrder } from './order-placing.ts'
import { printOrder } from './order-record.ts'
import { wishOf } from './order-wish.ts'

/** Flags of what waits for an order. */
export const waitFlags = {
  wait: Flags.option({ description: 'until the venue answered, or until it has ended', options: ['ack', 'final'] as const, default: 'ack' as const })(),
  for: Flags.string({ description: 'wait at most so long', default: '10s', helpValue: 'DURATION' }),
  json: Flags.boolean({ description: 'records also on a terminal', default: false }),
}

export const sideArgs = {
  symbol: Args.string({ description: 'symbol', required: true, parse: symbolValue('symbol') }),
  qty: Args.string({ description: 'quantity in the base asset', required: true }),
  price: Args.string({ description: 'limit price; without one, --market is needed' }),
}

export const sideFlags = {
  ...commonFlags,
  ...waitFlags,
  market: Flags.boolean({ description: 'at any price', default: false }),
  type: Flags.string({
    description: 'type of order, when price and flags do not say it',
    helpValue: 'limit|limitMaker|market|stop|stopLimit|takeProfit|takeProfitLimit',
  }),
  tif: Flags.string({ description: 'time in force', helpValue: 'gtc|ioc|fok|gtd' }),
  stop: Flags.string({ description: 'price whose trading starts the order', helpValue: 'PRICE' }),
  'trailing-bps': Flags.integer({ description: 'distance at which a conditional order follows the price, basis points', min: 1 }),
  iceberg: Flags.string({ description: 'the part of the quantity that the book shows', helpValue: 'QTY' }),
  'quote-qty': Flags.string({
    description: 'of a market order: what to spend or to earn in quote; QTY is then the most that it may come to',
    helpValue: 'AMOUNT',
  }),
  stp: Flags.string({ description: 'what happens when it would trade with the same account', options: [...SELF_TRADE_PREVENTIONS] }),
  'post-only': Flags.boolean({ description: 'refused by the venue rather than taking', default: false }),
  'reduce-only': Flags.boolean({ description: 'refused rather than opening or turning a position', default: false }),
  strategy: Flags.string({ description: 'in whose name', default: 'cli' }),
  id: Flags.string({ description: 'name of the intent: given again it finds the same order, and never makes a second one', helpValue: 'INTENT' }),
  'dry-run': Flags.boolean({ char: 'n', description: 'all checks of exec, and nothing is kept; risk is not asked', default: false }),
}

interface SideFlags {
  readonly wait: 'ack' | 'final'
  readonly for: string
  readonly json: boolean
  readonly market: boolean
  readonly type?: string | undefined
  readonly tif?: string | undefined
  readonly stop?: string | undefined
  readonly 'trailing-bps'?: number | undefined
  readonly iceberg?: string | undefined
  readonly 'quote-qty'?: string | undefined
  readonly stp?: string | undefined
  readonly 'post-only': boolean
  readonly 'reduce-only': boolean
  readonly strategy: string
  readonly id?: string | undefined
  readonly 'dry-run': boolean
}

interface SideArgs {
  readonly symbol: string
  readonly qty: string
  readonly price?: string | undefined
}

const usage = (message: string, hint: string): TradeError => new TradeError('USAGE', message, { exit: EXIT.usage, hint })

const isConditional = ({ stop, 'trailing-bps': trailing }: SideFlags): boolean => stop !== undefined || trailing !== undefined

/** The type that price and flags say. */
const typeOf = ({ price }: SideArgs, flags: SideFlags): string | undefined => {
  if (flags.type !== undefined) return flags.type
  if (isConditional(flags)) return price === undefined ? 'stop' : 'stopLimit'
  if (flags.market) return 'market'
  return flags['post-only'] ? 'limitMaker' : undefined
}

const termsOf = (flags: SideFlags): Readonly<Record<string, unknown>> => ({
  stopPrice: flags.stop,
  trailingDeltaBps: flags['trailing-bps'],
  icebergQty: flags.iceberg,
  quoteQty: flags['quote-qty'],
  selfTradePrevention: flags.stp,
})

const checkPrice = ({ price }: SideArgs, flags: SideFlags): void => {
  if (price !== undefined && flags.market) throw usage('a market order has no price', 'leave out the price, or --market')
  if (price === undefined && !flags.market && flags.type === undefined && !isConditional(flags))
    throw usage('a price is needed', 'a price after the quantity, or --market')
}

const requestOf = (side: 'buy' | 'sell', args: SideArgs, flags: SideFlags): SubmitRequest => {
  checkPrice(args, flags)
  const { strategy, id, tif } = flags
  const postOnly = flags['post-only'] ? true : undefined
  const wish = wishOf(
    { ...args, ...termsOf(flags), side, type: typeOf(args, flags), tif, postOnly, reduceOnly: flags['reduce-only'], strategy, id },
    newIntentId,
  )
  if (!wish.ok) throw usage(wish.error, 'trade order buy BTCUSDT 0.001 60000')
  return wish.value
}

const dryRun = async (places: Places, request: SubmitRequest): Promise<void> => {
  const check = await withExec(places, (peer) => askExec<OrderCheck>(peer, 'order.check', request))
  const { order, ...verdict } = check
  process.stdout.write(toLine({ v: 1, type: 'order.check', ...verdict, order }))
  if (check.code !== '') throw refusalError({ category: 'retry', ...verdict, code: check.code, message: check.message })
}

const tell = ({ order, error, exit }: Placed, { intentId }: SubmitRequest, json: boolean): void => {
  if (order !== null) printOrder(order, json)
  process.exitCode = exit
  if (error !== null)
    throw new TradeError(error.code, error.message, {
      exit: exitOfRefusal(error),
      hint:
        error.hint ??
        (exit === EXIT.unknown ? `the same with --id ${intentId} finds the order, and never makes a second one` : undefined) ??
        'trade exec status',
    })
  const failure = order === null ? undefined : orderError(order)
  if (failure !== undefined) throw failure
}

/** Base of `order buy` and `order sell`. */
export abstract class SideCommand extends TradeCommand {
  protected async place(
    side: 'buy' | 'sell',
    args: SideArgs,
    flags: SideFlags & { readonly dir?: string | undefined; readonly profile: string },
  ): Promise<void> {
    const request = requestOf(side, args, flags)
    const places = this.places(flags)
    if (flags['dry-run']) {
      await dryRun(places, request)
      return
    }
    const patience = { wait: flags.wait, forMs: durationMs(flags.for, 'for') }
    tell(await withExec(places, (peer) => placeOrder(peer, request, patience)), request, flags.json)
  }
}
