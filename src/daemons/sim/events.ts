import type { EpochUs } from '../../lib/base/units.ts'
import type { Emit } from '../../lib/daemon/core.ts'
import type { CommonIn, CommonOut } from '../../lib/daemon/effects.ts'
import type { Instrument } from '../../lib/model/instrument.ts'
import type { LineChunk } from './market/line-buffer.ts'

/** A REST request as it came over the wire; header names are lower case. */
export interface HttpRequest {
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Of the client's host. */
  readonly address?: string
}

/** What reaches the simulator besides the loop's own inputs. */
export type SimIn =
  | ({ readonly type: 'http.request' } & HttpRequest)
  | { readonly type: 'socket.opened'; readonly socketId: string; readonly path: string; readonly query: string; readonly address?: string }
  | { readonly type: 'socket.text'; readonly socketId: string; readonly text: string }
  | { readonly type: 'socket.closed'; readonly socketId: string }
  /** A ping or a pong of the client. */
  | { readonly type: 'socket.ping'; readonly socketId: string }
  /** The first lines of each file. */
  | { readonly type: 'feed.opened'; readonly lines: readonly string[] }
  | { readonly type: 'feed.lines'; readonly chunks: readonly LineChunk[] }
  | { readonly type: 'feed.ended' }
  /** Rules of the symbols of another venue whose public streams come now. */
  | { readonly type: 'live.opened'; readonly instruments: readonly Instrument[] }
  /** A frame of that venue; or a snapshot of the book of a symbol. */
  | { readonly type: 'live.line'; readonly text: string; readonly snapshotOf?: string }
  /** The books of these symbols of that venue do not come any more, until they begin again. */
  | { readonly type: 'live.lost'; readonly symbols: readonly string[] }
  | { readonly type: 'feed.damaged'; readonly message: string; readonly exit: number }

/** What the simulator does to the world besides the effects of every daemon. */
export type SimOut =
  | {
      readonly type: 'http.respond'
      readonly requestId: string
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  | { readonly type: 'socket.send'; readonly socketId: string; readonly text: string }
  | { readonly type: 'socket.binary'; readonly socketId: string; readonly text: string }
  | { readonly type: 'socket.close'; readonly socketId: string; readonly code: number }
  /** The connection breaks without a word. */
  | { readonly type: 'socket.cut'; readonly socketId: string }
  /** Nothing is read from the socket any more. */
  | { readonly type: 'socket.mute'; readonly socketId: string }
  /** Status that new sockets are refused with; null: they are taken. */
  | { readonly type: 'upgrades'; readonly status: number | null }
  | { readonly type: 'truth'; readonly record: Readonly<Record<string, unknown>> }
  /** Asks for the first lines of each file, at most so many of each. */
  | { readonly type: 'feed.open'; readonly count: number }
  | { readonly type: 'feed.pull'; readonly count: number }
  /** Begins to follow another venue. */
  | { readonly type: 'live.open' }
  | { readonly type: 'live.snapshot'; readonly symbol: string }

export type SimInput = SimIn | CommonIn
export type SimEmit = Emit<SimOut | CommonOut>

/** One step: its stamp and where effects go. */
export interface Turn {
  readonly nowUs: EpochUs
  readonly emit: SimEmit
  /** How far the venue's clock is off, ms. */
  readonly skewMs?: number
}

/** The venue's clock shows milliseconds. */
export const msOf = ({ nowUs, skewMs = 0 }: Turn): number => Math.floor(nowUs / 1_000 + skewMs)
