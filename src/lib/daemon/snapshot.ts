import { BugError, messageOf } from '../base/errors.ts'
import { encode } from '../codec/cbor.ts'
import type { Journal } from '../ports/journal.ts'
import type { Log } from '../ports/log.ts'
import type { SavedSnapshot, SnapshotMark, SnapshotStore } from '../ports/snapshot.ts'

const ITEMS_COUNT = 16
/** A snapshot of so many bytes is worth one segment: the next waits for as many segments as the last was worth, so that the work stays in proportion. */
const SEGMENT_WORTH_BYTES = 16 * 1024 * 1024

type Kind = 'map' | 'set' | 'list' | 'value'

/** A field, or a stretch of one. A bigint travels as its digits. */
interface Part {
  readonly field: string
  readonly kind: Kind
  readonly items: readonly unknown[]
}

const capture = ([field, value]: readonly [string, unknown]): Part => {
  if (value instanceof Map) return { field, kind: 'map', items: [...value] }
  if (value instanceof Set) return { field, kind: 'set', items: [...value] }
  return Array.isArray(value) ? { field, kind: 'list', items: [...value] } : { field, kind: 'value', items: [value] }
}

const digits = (value: unknown): unknown => (typeof value === 'bigint' ? { digits: String(value) } : value)
const packed = (kind: Kind, item: unknown): unknown => (kind === 'map' ? (item as unknown[]).map(digits) : digits(item))

const isDigits = (value: unknown): value is { readonly digits: string } => typeof value === 'object' && value !== null && 'digits' in value
const number = (value: unknown): unknown => (isDigits(value) ? BigInt(value.digits) : value)

function* stretches(captured: readonly Part[]): Generator<Uint8Array> {
  for (const { field, kind, items } of captured)
    for (let at = 0; at === 0 || at < items.length; at += ITEMS_COUNT) {
      const part: Part = { field, kind, items: items.slice(at, at + ITEMS_COUNT).map((item) => packed(kind, item)) }
      yield encode(part)
    }
}

/**
 * The fields of `state` (Maps, Sets, lists and plain values whose items are never changed in place) as they are at this moment, in canonical CBOR.
 * Items are encoded only when they are asked for.
 */
export const snapshotParts = (state: object): Iterator<Uint8Array> => stretches(Object.entries(state).map(capture))

const fillers: Readonly<Record<Kind, (target: unknown, item: unknown) => void>> = {
  map: (target, item) => {
    const [key, value] = item as [unknown, unknown]
    ;(target as Map<unknown, unknown>).set(key, number(value))
  },
  set: (target, item) => void (target as Set<unknown>).add(item),
  list: (target, item) => void (target as unknown[]).push(item),
  value: () => undefined,
}

/** Fills a fresh state with what `snapshotParts` gave. A field that the state does not know is a BugError: the snapshot is another version's. */
export const restoreParts = (state: object, parts: readonly unknown[]): void => {
  const fields = state as Record<string, unknown>
  for (const part of parts as readonly Part[]) {
    if (!Object.hasOwn(fields, part.field)) throw new BugError(`snapshot holds '${part.field}', which the state does not know`)
    if (part.kind === 'value') fields[part.field] = number(part.items[0])
    else for (const item of part.items) fillers[part.kind](fields[part.field], item)
  }
}

interface SnapshotterOptions {
  readonly journal: Journal
  readonly store: SnapshotStore
  readonly epoch: number
  readonly log: Log
  /** What recovery needs, as it is now. */
  kept(): object
  lastUs(): number
  /** Appends the frame that confirms a snapshot. */
  confirm(mark: SnapshotMark, saved: SavedSnapshot): void
}

/** Takes a snapshot when the journal has begun another segment, or as many as the last one was worth. To be called between two steps. */
export const snapshotter = ({ journal, store, epoch, log, kept, lastUs, confirm }: SnapshotterOptions): (() => void) => {
  let segment = journal.segment ?? 0
  let worthCount = 1
  let isBusy = false
  return () => {
    const now = journal.segment ?? 0
    if (isBusy || now < segment + (segment === 0 ? 1 : worthCount)) return
    const isFirst = segment === 0
    segment = now
    if (isFirst) return
    isBusy = true
    const mark: SnapshotMark = { segment: now, seq: journal.lastSeq, tsUs: lastUs(), epoch }
    store.save(mark, snapshotParts(kept()), (error, saved) => {
      isBusy = false
      worthCount = Math.max(1, Math.ceil((saved?.bytes ?? 0) / SEGMENT_WORTH_BYTES))
      if (saved !== null) confirm(mark, saved)
      else log.write('warn', 'no snapshot was written, the next start reads more', { error: error === null ? '' : messageOf(error), seq: mark.seq })
    })
  }
}
