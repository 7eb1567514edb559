import { must } from '../../lib/base/assert.ts'
import type { SnapshotAnswer } from '../../lib/contracts/market.ts'
import type { BasePorts, DaemonSpec, Shell, ShellContext } from '../../lib/daemon/shell.ts'
import type { DocumentFile, RecordLog } from '../../lib/ports/records.ts'
import type { RingWriter } from '../../lib/ports/ring.ts'
import type { TimeSeries } from '../../lib/ports/timeseries.ts'
import type { VenueLink, VenueSocket } from '../../lib/ports/venue.ts'
import type { MdConfig } from './config.ts'
import { createMdCore, type MdDeps } from './core.ts'
import type { MdEffect, MdInput, RingHeadOut } from './events.ts'
import { mdMetrics } from './metrics.ts'
import { noteStages, openStages, type Stages, stageMetrics } from './stages.ts'
import type { MdState } from './state.ts'

/** What md may touch beside the common ports. */
export interface MdPorts extends BasePorts {
  readonly venue: VenueLink
  readonly ring: RingWriter
  /** Wakes readers that wait for the ring. */
  readonly bell: { notify(): void }
  readonly checkpoints: RecordLog
  /** Until when the venue takes no requests; missing: nobody started later is told. */
  readonly quiet?: DocumentFile
  /** Missing: nothing is stored. */
  readonly series?: TimeSeries
}

type Handlers = { readonly [Type in MdEffect['type']]: (out: Extract<MdEffect, { type: Type }>) => void }

const ringHandlers = ({ ring, clock, bell }: MdPorts, stages: Stages) => {
  const indexOf = new Map<string, number>()
  const headOf = ({ symbol, id, eventUs, receivedMonoUs }: RingHeadOut) => ({
    symbolIndex: must(indexOf.get(symbol), `ring index of '${symbol}'`),
    id,
    eventUs,
    receivedMonoUs,
    publishedMonoUs: clock.monoUs(),
  })
  const note = ({ receivedMonoUs, publishedMonoUs }: ReturnType<typeof headOf>): void =>
    noteStages(stages, { receivedUs: receivedMonoUs, bookUs: publishedMonoUs, publishedUs: clock.monoUs() })
  return {
    'ring.symbol': ({ type: _, ...symbol }) => void indexOf.set(symbol.symbol, ring.addSymbol(symbol)),
    'ring.ticker': (out) => {
      const { bidTicks, bidLots, askTicks, askLots } = out
      const head = headOf(out)
      ring.ticker({ ...head, bidTicks, bidLots, askTicks, askLots })
      note(head)
    },
    'ring.trade': (out) => {
      const head = headOf(out)
      ring.trade({ ...head, priceTicks: out.priceTicks, qtyLots: out.qtyLots, aggressor: out.aggressor })
      note(head)
    },
    'ring.book': (out) => {
      const head = headOf(out)
      ring.book({ ...head, bids: out.bids, bidCount: out.bidCount, asks: out.asks, askCount: out.askCount })
      note(head)
    },
    'ring.state': (out) => ring.state({ ...headOf(out), code: out.code, sinceUs: out.sinceUs, reason: out.reason }),
    'ring.beat': () => ring.beat(clock.monoUs()),
    'bell.notify': () => bell.notify(),
  } satisfies Partial<Handlers>
}

const venueHandlers = ({ venue, clock }: MdPorts, offer: (input: MdInput) => void) => {
  const sockets = new Map<number, VenueSocket>()
  return {
    'socket.open': ({ socketId, path }) => {
      const socket = venue.openSocket(path, {
        opened: () => offer({ type: 'socket.opened', socketId }),
        text: () => undefined,
        bytes: (bytes) => offer({ type: 'socket.frame', socketId, bytes, receivedMonoUs: clock.monoUs() }),
        closed: (_code, reason) => {
          sockets.delete(socketId)
          offer({ type: 'socket.closed', socketId, reason })
        },
      })
      sockets.set(socketId, socket)
    },
    'socket.send': ({ socketId, text }) => sockets.get(socketId)?.send(text),
    'socket.close': ({ socketId }) => {
      sockets.get(socketId)?.close()
      sockets.delete(socketId)
    },
    'venue.request': ({ id, request, timeoutUs }) => venue.send(request, timeoutUs, (result) => offer({ type: 'venue.answered', id, result })),
  } satisfies Partial<Handlers>
}

const mdShell = ({ ports, offer }: ShellContext<MdConfig, MdInput, MdPorts>, stages: Stages): Shell<MdEffect> => {
  const { bus, ring, checkpoints, quiet, venue, series } = ports
  if (series !== undefined) stages.series = () => series.counts
  const handlers: Handlers = {
    ...ringHandlers(ports, stages),
    ...venueHandlers(ports, offer),
    'series.add': ({ row }) => series?.add(row),
    'quiet.kept': ({ untilUs }) => quiet?.replace({ untilUs }),
    checkpoint: ({ symbol, u, hash }) => checkpoints.append({ symbol, u, hash }),
    'snapshot.reply': ({ requestId, book, horizon }) => {
      const body: SnapshotAnswer = { ringEpoch: ring.epoch, ringPosition: ring.position(), book, horizon }
      bus.reply(requestId, { ok: true, body })
    },
  }
  return {
    perform: (out) => (handlers[out.type] as (out: MdEffect) => void)(out),
    close: (done) => {
      venue.close()
      ring.close()
      checkpoints.close()
      if (series === undefined) done()
      else series.close(done)
    },
  }
}

/** The market data daemon as data, for one venue. */
export const mdDaemon = (deps: MdDeps): DaemonSpec<MdConfig, MdState, MdInput, MdEffect, MdPorts> => {
  const stages = openStages()
  return { name: 'md', core: createMdCore(deps), shell: (context) => mdShell(context, stages), metrics: [...mdMetrics, ...stageMetrics(stages)] }
}
