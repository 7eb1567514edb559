import { follow } from '../../lib/daemon/follow.ts'
import { followMarks } from '../../lib/daemon/marks.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { RiskConfig } from './config.ts'
import { riskCore } from './core.ts'
import type { RiskEffect, RiskInput } from './events.ts'
import { riskMetrics } from './metrics.ts'
import type { RiskState } from './state.ts'

/** risk touches nothing but bus, clock and log. */
export type RiskPorts = BasePorts

/** Whether exec is followed becomes an input only when it changes: every input is journalled. */
const followExec = ({ ports: { bus, clock }, offer }: ShellContext<RiskConfig, RiskInput, RiskPorts>): (() => void) => {
  let current = false
  return follow({
    bus,
    clock,
    service: 'exec',
    stream: 'exec.events',
    after: 0,
    onEvent: (event) => offer({ type: 'exec.event', event }),
    onCaughtUp: (lastSeq) => {
      if (!current) offer({ type: 'exec.caughtUp', lastSeq })
      current = true
    },
    onLost: () => {
      current = false
      offer({ type: 'exec.lost' })
    },
  })
}

const riskShell = (context: ShellContext<RiskConfig, RiskInput, RiskPorts>): Shell<RiskEffect> => {
  const { bus, clock } = context.ports
  const cancelFollow = followExec(context)
  const cancelMarks = followMarks({ bus, clock, onMark: context.offer })
  return {
    perform: (out) => {
      if (out.type === 'check.answered') bus.reply(out.requestId, { ok: true, body: out.answer })
    },
    close: (done) => {
      cancelFollow()
      cancelMarks()
      done()
    },
  }
}

/** The risk daemon as data. */
export const riskDaemon = (): DaemonSpec<RiskConfig, RiskState, RiskInput, RiskEffect, RiskPorts> => ({
  name: 'risk',
  core: riskCore,
  shell: riskShell,
  metrics: riskMetrics,
})
