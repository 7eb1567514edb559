import type { FromRunner } from '../../lib/contracts/runner.ts'
import { follow } from '../../lib/daemon/follow.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { StrategyHost } from '../../lib/ports/strategy-host.ts'
import type { StratConfig } from './config.ts'
import { stratCore } from './core.ts'
import type { StratIn, StratOut } from './events.ts'
import { stratMetrics } from './metrics.ts'
import type { StratState } from './state.ts'

/** Ports of strat: where its strategy runs. */
export interface StratPorts extends BasePorts {
  readonly host: StrategyHost
}

const stratShell = ({ ports, offer }: ShellContext<StratConfig, StratIn, StratPorts>): Shell<StratOut> => {
  const { bus, clock, host } = ports
  const unfollow = follow({
    bus,
    clock,
    service: 'exec',
    stream: 'exec.events',
    after: 0,
    onEvent: (event) => offer({ type: 'exec.event', event }),
    onCaughtUp: (lastSeq) => offer({ type: 'exec.caughtUp', lastSeq }),
    onLost: () => offer({ type: 'exec.lost' }),
  })
  const startRunner = (): void =>
    host.start(
      (message) => offer({ type: 'runner.said', message: message as FromRunner }),
      (reason) => offer({ type: 'runner.ended', reason }),
    )
  return {
    perform: (out) => {
      if (out.type === 'runner.start') startRunner()
      else if (out.type === 'runner.tell') host.post(out.message)
    },
    close: (done) => {
      unfollow()
      host.stop(done)
    },
  }
}

/** The strategy engine as a daemon. */
export const stratDaemon: DaemonSpec<StratConfig, StratState, StratIn, StratOut, StratPorts> = {
  name: 'strat',
  core: stratCore,
  shell: stratShell,
  metrics: stratMetrics,
}
