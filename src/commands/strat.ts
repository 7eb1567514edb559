import process from 'node:process'
import { Flags } from '@oclif/core'
import { StratConfig } from '../daemons/strat/config.ts'
import { stratDaemon } from '../daemons/strat/shell.ts'
import { isTradeError, TradeError } from '../lib/base/errors.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted } from '../lib/cli/daemon-host.ts'
import { EXIT } from '../lib/cli/exit.ts'
import { conclude } from '../lib/codec/settings.ts'
import { openRingFile } from '../lib/io/ring-file.ts'
import { ringPath } from '../lib/io/ring-path.ts'
import { workerHost } from '../lib/io/worker-host.ts'
import { loadStrategy } from '../lib/strategies/registry.ts'

const parseParams = (pairs: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new TradeError('USAGE', `'--param' ${pair} is no parameter`, { exit: EXIT.usage, hint: 'name=value' })
      const value = pair.slice(at + 1)
      return [pair.slice(0, at), /^-?\d+$/.test(value) ? Number(value) : value]
    }),
  )

/** A foreign ring ends the command here, with its own exit code, instead of later as a failure of the strategy; none yet is no error. */
const assertRing = (path: string): void => {
  try {
    openRingFile(path).close()
  } catch (error) {
    if (!isTradeError(error) || error.category !== 'retry') throw error
  }
}

export class Strat extends DaemonCommand {
  static override summary = 'strategy engine: a plugin in a thread of its own that reads the ring'
  static override description = 'Carries the wishes of one strategy to exec and its fills back. Built in: maker, noop.'
  static override examples = ['trade strat', 'trade strat --strategy maker --param requoteTicks=100', 'trade strat --strategy noop --name watcher']
  static override flags = {
    ...daemonFlags,
    strategy: Flags.string({ char: 's', description: 'built-in plugin', default: 'maker' }),
    name: Flags.string({ description: 'owner of its orders and fills; the name of the plugin by default' }),
    param: Flags.string({ description: 'parameter of the plugin, repeatable', multiple: true, default: [], helpValue: 'NAME=VALUE' }),
    'busy-poll': Flags.boolean({ description: 'spin instead of waiting for the bell; for a machine with a core to spare', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Strat)
    const { params } = loadStrategy(flags.strategy, parseParams(flags.param))
    const config = conclude(StratConfig, { strategyId: flags.name ?? flags.strategy, strategy: flags.strategy }, 'strat')
    const host = openHost('strat', this.places(flags), flags)
    const ring = ringPath(host.places.run)
    assertRing(ring)
    const runner = workerHost({ ringPath: ring, strategy: flags.strategy, params, busyPoll: flags['busy-poll'] })
    process.exitCode = await runHosted(host, { spec: stratDaemon, journaled: false, compose: (base) => ({ config, ports: { ...base, host: runner } }) })
  }
}
