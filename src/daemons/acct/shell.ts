import { follow } from '../../lib/daemon/follow.ts'
import { followMarks } from '../../lib/daemon/marks.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { DocumentFile } from '../../lib/ports/records.ts'
import type { AcctConfig } from './config.ts'
import { acctCore } from './core.ts'
import type { AcctInput, AcctOut } from './events.ts'
import { acctMetrics } from './metrics.ts'
import type { AcctState } from './state.ts'

/** Ports of acct: the document that holds its last state. */
export interface AcctPorts extends BasePorts {
  readonly state: DocumentFile
}

const acctShell = ({ ports: { bus, clock, state }, offer }: ShellContext<AcctConfig, AcctInput, AcctPorts>): Shell<AcctOut> => {
  const cancelFollow = follow({
    bus,
    clock,
    service: 'exec',
    stream: 'exec.events',
    after: 0,
    onEvent: (event) => offer({ type: 'exec.event', event }),
    onCaughtUp: (lastSeq) => offer({ type: 'exec.caughtUp', lastSeq }),
    onLost: () => offer({ type: 'exec.lost' }),
  })
  const cancelMarks = followMarks({ bus, clock, onMark: offer })
  return {
    perform: (out) => {
      if (out.type === 'state.keep') state.replace(out.state)
    },
    close: (done) => {
      cancelFollow()
      cancelMarks()
      done()
    },
  }
}

/** The account daemon as data. */
export const acctDaemon = (): DaemonSpec<AcctConfig, AcctState, AcctInput, AcctOut, AcctPorts> => ({
  name: 'acct',
  core: acctCore,
  shell: acctShell,
  metrics: acctMetrics,
})
