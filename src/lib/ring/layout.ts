/** Byte offsets, fixed for layout version 1. Little endian, as every machine that Node 24 runs on. */
export const at = {
  magic: 0,
  version: 4,
  layoutHash: 8,
  headerBytes: 12,
  slotBytes: 16,
  slotCount: 20,
  epoch: 24,
  pid: 28,
  startTicks: 32,
  createdUs: 40,
  ready: 128,
  nextPosition: 256,
  beatUs: 384,
  /** The whole position as of the last beat: with the 32 bits of nextPosition it gives a late reader all 53. */
  beatPosition: 392,
  symbols: 512,
  symbolBytes: 48,
  nameBytes: 32,
  /** In a slot. */
  kind: 4,
  payload: 40,
  continuation: 8,
} as const

export const layout = {
  /** `TRNG` */
  magic: 0x474e5254,
  version: 1,
  pageBytes: 4096,
  slotBytes: 128,
  slotCountDefault: 65_536,
  /** A record takes 1 to 8 slots, and a reader keeps this distance from the writer. */
  recordSlotsMax: 8,
  bookLevels: 20,
  kinds: { ticker: 1, trade: 2, book: 3, state: 4 },
  slots: { ticker: 1, trade: 1, book: 6, state: 1 },
} as const

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Changes whenever an offset, a kind or a size does. */
export const layoutHash = fnv1a(JSON.stringify([at, layout]))

export const ringBytes = (sizes: { readonly headerBytes: number; readonly slotCount: number }): number => sizes.headerBytes + sizes.slotCount * layout.slotBytes

/** The epoch of any version's header; null when the bytes are no ring at all. */
export const peekEpoch = (bytes: DataView): number | null => {
  if (bytes.byteLength < at.pid || bytes.getUint32(at.magic, true) !== layout.magic) return null
  return bytes.getUint32(at.epoch, true)
}
