import { Flags } from '@oclif/core'
import { commonFlags, TradeCommand } from './command.ts'

/** Flags that every daemon has. */
export const daemonFlags = {
  ...commonFlags,
  http: Flags.string({ description: 'address of /health and /metrics, loopback only', default: '127.0.0.1:0', helpValue: 'HOST:PORT' }),
  instance: Flags.string({ description: 'name of a second daemon beside the first', helpValue: 'NAME' }),
  daemon: Flags.boolean({ description: 'only the daemon: end with 10 when it already runs, print nothing', default: false }),
  'started-fd': Flags.integer({ hidden: true }),
  'lifeline-fd': Flags.integer({ hidden: true }),
}

/** Base of the commands that are daemons. */
export abstract class DaemonCommand extends TradeCommand {}
