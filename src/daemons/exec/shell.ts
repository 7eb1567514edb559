import { follow } from '../../lib/daemon/follow.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { Cancel } from '../../lib/ports/clock.ts'
import type { VenueLink, VenueResult, VenueSocket } from '../../lib/ports/venue.ts'
import type { ExecConfig } from './config.ts'
import { createExecCore, type ExecDeps } from './core.ts'
import type { ExecIn, ExecOut, ExecOwnOut } from './events.ts'
import { execMetrics } from './metrics.ts'
import { partsOfText } from './parts.ts'
import type { ExecState } from './state.ts'

/** What exec touches beside bus, clock and log: the venue, and on a host the file that halts everything. */
export interface ExecPorts extends BasePorts {
  readonly venue: VenueLink
  /** Calls `onKill` whenever the file KILL is there. */
  readonly watchKill?: (onKill: () => void) => Cancel
}

/** A longer frame of the user stream would not fit a frame of the journal; none is. */
const TEXT_MAX = 48 * 1024
/** A longer answer is none: nothing that is asked for is so long. */
const ANSWER_LENGTH_MAX = 16 * 1024 * 1024
const RETRY_AFTER = 'retry-after'

type Context = ShellContext<ExecConfig, ExecIn, ExecPorts>

/** Only what the core reads is kept, so that the journal holds no more. */
const trim = (result: VenueResult, usageHeaders: readonly string[]): VenueResult => {
  if (!result.ok) return result
  if (result.body.length > ANSWER_LENGTH_MAX)
    return { ok: false, sent: true, reason: `answer of ${result.body.length} characters is above ${ANSWER_LENGTH_MAX}`, sentMonoUs: result.sentMonoUs }
  const isKept = (name: string): boolean => name === RETRY_AFTER || usageHeaders.some((beginning) => name.startsWith(beginning))
  const headers = Object.fromEntries(Object.entries(result.headers).filter(([name]) => isKept(name)))
  return { ...result, headers }
}

class VenueShell implements Shell<ExecOwnOut> {
  private readonly context: Context
  private readonly usageHeaders: readonly string[]
  private readonly endings: readonly Cancel[]
  private socket: VenueSocket | null = null
  private riskNews = ''

  constructor(context: Context, usageHeaders: readonly string[]) {
    const { bus, clock, watchKill } = context.ports
    this.context = context
    this.usageHeaders = usageHeaders
    const unfollow = follow({
      bus,
      clock,
      service: 'risk',
      stream: 'risk.events',
      after: 0,
      onEvent: (event) => context.offer({ type: 'risk.event', event }),
      onCaughtUp: (lastSeq) => this.hearRisk({ type: 'risk.caughtUp', lastSeq }),
      onLost: () => this.hearRisk({ type: 'risk.lost' }),
    })
    this.endings = watchKill === undefined ? [unfollow] : [unfollow, watchKill(() => context.offer({ type: 'kill.file' }))]
  }

  /** The follower says again and again that it has caught up; the journal holds the first time. */
  private hearRisk(news: Extract<ExecIn, { type: 'risk.caughtUp' | 'risk.lost' }>): void {
    if (news.type !== this.riskNews) this.context.offer(news)
    this.riskNews = news.type
  }

  perform(out: ExecOwnOut): void {
    if (out.type === 'venue.send') this.call(out.id, out)
    else if (out.type === 'order.sent') this.call(`new|${out.clientOrderId}`, out)
    else if (out.type === 'stream.open') this.openStream(out.generation, out.path)
    else if (out.type === 'stream.frame') this.socket?.sendFrame(out.frame)
    else if (out.type === 'stream.close') this.closeStream()
  }

  private call(id: string, { request, timeoutUs }: Extract<ExecOwnOut, { type: 'venue.send' | 'order.sent' }>): void {
    this.context.ports.venue.send(request, timeoutUs, (result) => this.answered(id, trim(result, this.usageHeaders)))
  }

  private answered(id: string, result: VenueResult): void {
    const { offer } = this.context
    const parts = partsOfText(result.ok ? result.body : '')
    for (const text of parts.slice(0, -1)) offer({ type: 'venue.part', id, text })
    offer({ type: 'venue.answered', id, result: result.ok ? { ...result, body: parts.at(-1) ?? '' } : result })
  }

  private openStream(generation: number, path: string): void {
    const { offer, ports } = this.context
    this.closeStream()
    this.socket = ports.venue.openSocket(path, {
      opened: () => offer({ type: 'stream.opened', generation }),
      text: (text) => {
        if (text.length <= TEXT_MAX) offer({ type: 'stream.text', generation, text })
      },
      closed: (_code, reason) => offer({ type: 'stream.closed', generation, reason }),
    })
  }

  private closeStream(): void {
    this.socket?.close()
    this.socket = null
  }

  close(done: () => void): void {
    for (const end of this.endings) end()
    this.closeStream()
    this.context.ports.venue.close()
    done()
  }
}

/** The exec daemon as data. */
export const execDaemon = (deps: ExecDeps): DaemonSpec<ExecConfig, ExecState, ExecIn, ExecOut, ExecPorts> => ({
  name: 'exec',
  core: createExecCore(deps),
  shell: (context) => new VenueShell(context, deps.venue.traits.usageHeaders),
  metrics: execMetrics,
})
