import { randomInt } from 'node:crypto'
import { openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CONTROL_BYTES_MAX, decode } from '../codec/cbor.ts'
import { type JournalEnd, type Recovered, recover } from '../journal/recover.ts'
import { type FrameWriter, frameWriter } from '../journal/writer.ts'
import type { Frame, FrameDraft, Journal, OpenedJournal } from '../ports/journal.ts'
import { groupCommit } from './group-commit.ts'
import { cutTail, readSegments, segmentName, syncFolder } from './journal-folder.ts'
import { type DiskCalls, diskCalls, openMedium } from './journal-medium.ts'
import { type Lock, takeLock } from './lock.ts'
import { ensurePrivateFolder } from './private-folder.ts'
import { type FoundSnapshot, findSnapshots, snapshotStore } from './snapshot-file.ts'
import { type SpareKeeper, spareKeeper } from './spare-keeper.ts'

/** A journal in files. */
export interface JournalFile extends Journal {
  readonly onReserve: boolean
}

export interface JournalFileOptions {
  /** Named in the lock, for whoever finds it held. */
  readonly svc: string
  /** Version of the program, for the segment headers. */
  readonly build?: string
  /** Size of a new segment in bytes; default 16 MiB. */
  readonly segmentBytes?: number
  readonly disk?: DiskCalls
  /** The shape of the state that snapshots hold; without it none are read or kept. */
  readonly snapshotSchema?: string | undefined
}

const SEGMENT_BYTES = 16 * 1024 * 1024
/** Frames that nobody waits for are written out when so many bytes lie in memory. */
const BUFFERED_BYTES_MAX = 1024 * 1024

const openLast = (folder: string, end: JournalEnd | undefined): number | undefined =>
  end === undefined ? undefined : openSync(join(folder, segmentName(end.index)), 'r+')

interface Parts {
  readonly folder: string
  readonly firstFd: number | undefined
  readonly writer: FrameWriter
  readonly spare: SpareKeeper
  readonly lock: Lock
  readonly disk: DiskCalls
}

const journalOf = ({ folder, firstFd, writer, spare, lock, disk }: Parts): JournalFile => {
  const medium = openMedium(folder, firstFd, disk)
  const commits = groupCommit({
    take: writer.take,
    sync: medium.sync,
    write: async (chunk) => {
      if (chunk.offset === 0) await spare.use()
      await medium.write(chunk)
      if (chunk.offset === 0) spare.taken()
      if (chunk.offset + chunk.bytes.length > chunk.segmentBytes / 2) spare.want()
    },
  })
  const append = (frame: FrameDraft): number => {
    const seq = writer.append(frame)
    if (commits.failure !== undefined) writer.take()
    else if (writer.bufferedBytes > BUFFERED_BYTES_MAX) commits.sync(() => undefined)
    return seq
  }
  const end = async (done: (error?: Error) => void): Promise<void> => {
    await spare.use()
    await medium.close()
    lock.release()
    done(commits.failure)
  }
  return {
    get lastSeq() {
      return writer.lastSeq
    },
    get onReserve() {
      return spare.missing
    },
    get segment() {
      return writer.segment
    },
    append,
    sync: commits.sync,
    close: (done) => commits.sync(() => void end(done)),
  }
}

/** True when the journal says of this very file that it is its state. */
const confirms = ({ type, payload }: Frame, { seq, sha256 }: FoundSnapshot): boolean => {
  if (type !== 'SNAPSHOT') return false
  const said = decode(payload, { maxBytes: CONTROL_BYTES_MAX })
  const { seq: saidSeq, sha256: saidHash } = (said.ok ? said.value : {}) as Partial<FoundSnapshot>
  return saidSeq === seq && saidHash === sha256
}

/** From the newest snapshot that the journal confirms, else from its first frame. */
const readBack = (folder: string, schema: string | undefined): Recovered & { readonly snapshot?: FoundSnapshot } => {
  for (const snapshot of schema === undefined ? [] : findSnapshots(folder, schema)) {
    const tail = recover(readSegments(folder, snapshot.segment), { isTail: true })
    if (tail.frames.some((frame) => confirms(frame, snapshot))) return { ...tail, frames: tail.frames.filter(({ seq }) => seq > snapshot.seq), snapshot }
  }
  return recover(readSegments(folder))
}

/**
 * Recovers the journal in `folder`, keeps a torn tail as `*.torn`, and goes on behind the last good frame.
 * Throws LOCKED (exit 10), JOURNAL_DAMAGED (65), JOURNAL_FOREIGN or FOLDER_UNSAFE (78).
 */
export const openJournal = (folder: string, options: JournalFileOptions): OpenedJournal & { readonly journal: JournalFile } => {
  const { svc, build = 'dev', segmentBytes = SEGMENT_BYTES, disk = diskCalls, snapshotSchema } = options
  ensurePrivateFolder(folder)
  syncFolder(dirname(folder))
  const lock = takeLock(join(folder, 'LOCK'), { svc, what: `the journal of ${svc}` })
  try {
    const { frames, end, torn, snapshot } = readBack(folder, snapshotSchema)
    if (torn !== undefined && end !== undefined) cutTail(folder, torn, end)
    const writer = frameWriter(end, { segmentBytes, build, salt: () => randomInt(2 ** 32) })
    const spare = spareKeeper(folder, segmentBytes, disk)
    if (end === undefined) spare.want()
    const journal = journalOf({ folder, firstFd: openLast(folder, end), writer, spare, lock, disk })
    return {
      journal,
      recovered: frames,
      ...(torn === undefined ? {} : { torn }),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(snapshotSchema === undefined ? {} : { snapshots: snapshotStore(folder, snapshotSchema) }),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
