import process from 'node:process'
import { Args, Flags } from '@oclif/core'
import { TradeError } from '../lib/base/errors.ts'
import { nearest } from '../lib/base/nearest.ts'
import { commonFlags, TradeCommand } from '../lib/cli/command.ts'
import { durationMs } from '../lib/cli/duration.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { openPeer } from '../lib/cli/peer.ts'
import { view } from '../lib/cli/viewer.ts'
import { TOPICS, topicPattern } from '../lib/contracts/topology.ts'
import { onSignals } from '../lib/io/process.ts'
import { findServices } from '../lib/io/service-record.ts'

interface Wanted {
  readonly pattern: string
  readonly symbol: string | null
}

/** `market_data.BTCUSDT.trades` is the listed topic for one symbol; `market_data.*.trades` and `market_data.trades` for all. */
const resolve = (text: string): Wanted => {
  const pattern = text.includes('*') ? text.replace('*', '{symbol}') : topicPattern(text)
  if (TOPICS[pattern] === undefined) {
    const near = nearest(pattern, Object.keys(TOPICS))
    throw new TradeError('UNKNOWN_TOPIC', `unknown topic '${text}'`, {
      exit: EXIT.usage,
      hint: `known: ${(near.length > 0 ? near : Object.keys(TOPICS)).join(', ')}`,
    })
  }
  return { pattern, symbol: pattern === text || text.includes('*') ? null : (text.split('.')[1] ?? null) }
}

export class Tail extends TradeCommand {
  static override summary = 'prints messages of the bus as NDJSON'
  static override examples = ['trade tail exec.events', "trade tail 'market_data.*.trades' --limit 5", 'trade tail acct.state | jq -r .equity']
  static override strict = false
  static override args = { topic: Args.string({ description: 'topic, repeatable; every topic by default', required: false }) }
  static override flags = {
    ...commonFlags,
    limit: Flags.integer({ description: 'end after so many records', min: 1, default: Number.MAX_SAFE_INTEGER }),
    for: Flags.string({ description: 'end after this time', default: '0', helpValue: 'DURATION' }),
  }

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Tail)
    const wanted = (argv.length > 0 ? (argv as string[]) : Object.keys(TOPICS)).map(resolve)
    const symbols = wanted.flatMap(({ symbol }) => symbol ?? [])
    const places = this.places(flags)
    if (!findServices(places.run).some(({ alive }) => alive)) process.stderr.write('nothing runs in this profile yet: waiting\n')
    const peer = await openPeer(places)
    const stopped = new Promise<void>((done) => onSignals({ stop: () => done() }))
    const topics = [...new Set(wanted.map(({ pattern }) => pattern))]
    await view(peer, { topics, symbols: symbols.length > 0 ? symbols : null, limit: flags.limit, forMs: durationMs(flags.for, 'for') }, stopped)
    await peer.close()
    process.exitCode = EXIT.ok
  }
}
