import { TradeError } from '../base/errors.ts'
import type { SubscribeAnswer } from '../contracts/market.ts'
import type { Channel, MarketVenue } from '../venues/market.ts'
import type { ChannelPlan } from './channels.ts'
import { EXIT } from './exit.ts'

/** What is wanted and not served: the channel as the flag names it, and how it can be had. */
interface Missing {
  readonly channel: string
  readonly hint: string
}

const CHANNELS: Readonly<Record<string, string>> = { marks: 'mark', liquidations: 'liquidation' }

/** As the flag names it. */
const spelled = (name: string): string => CHANNELS[name] ?? name.replace('klines.', 'kline:')

/** Refuses, with exit code 2, a channel that the venue has no stream for. */
export const refuseStreamless = (market: MarketVenue, { follows }: ChannelPlan): void => {
  const missing = follows.find((name) => market.routes([name as Channel]).every((route) => route.streams('A').length === 0))
  if (missing === undefined) return
  throw new TradeError('USAGE', `venue '${market.name}' has no '${spelled(missing)}'`, { exit: EXIT.usage, hint: 'another --channel or --venue' })
}

const missingOf = (plan: ChannelPlan, { channels, bars }: SubscribeAnswer): Missing[] => [
  ...plan.follows
    .filter((name) => channels?.includes(name) === false)
    .map(spelled)
    .map((channel) => ({ channel, hint: `start that md with --channel ${channel}` })),
  ...plan.bars
    .filter((spec) => bars?.includes(spec) === false)
    .map((spec) => ({ channel: `bar:${spec}`, hint: `trade md bars --spec ${spec} makes them of its trades; or start that md with --bars ${spec}` })),
]

/** Says which of the wanted channels a running md does not follow; exit code 2 when that is all that is wanted, for nothing would ever come. */
export const tellUnfollowed = (wanted: readonly string[], plan: ChannelPlan, how: { readonly served: SubscribeAnswer; say(text: string): void }): void => {
  const missing = missingOf(plan, how.served)
  const [first] = missing
  if (first !== undefined && missing.length === new Set(wanted).size)
    throw new TradeError('NOT_FOLLOWED', `the md that runs does not follow '${missing.map(({ channel }) => channel).join(',')}'`, {
      exit: EXIT.usage,
      hint: first.hint,
    })
  for (const { channel, hint } of missing) how.say(`the md that runs does not follow '${channel}': ${hint}`)
}
