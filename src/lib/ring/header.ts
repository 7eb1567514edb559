import { TradeError } from '../base/errors.ts'
import { at, layout, layoutHash, ringBytes } from './layout.ts'

export interface RingHeader {
  readonly headerBytes: number
  readonly slotCount: number
  readonly epoch: number
  readonly pid: number
  /** Start of the process `pid` in clock ticks since boot: tells it from a later process of the same number. */
  readonly startTicks: number
  readonly createdUs: number
}

const isPowerOfTwo = (value: number): boolean => value > 0 && (value & (value - 1)) === 0

export interface RingOptions {
  readonly epoch: number
  readonly createdUs: number
  readonly pid?: number
  readonly startTicks?: number
  /** A power of two from 64; default 65,536, which is 8 MiB. */
  readonly slotCount?: number
  /** Default 74, what one page holds. */
  readonly symbolCapacity?: number
}

export const ringHeader = (options: RingOptions): RingHeader => {
  const slotCount = options.slotCount ?? layout.slotCountDefault
  if (!isPowerOfTwo(slotCount) || slotCount < 64) throw new RangeError(`'slotCount' ${slotCount} is not a power of two from 64`)
  const headerBytes = Math.ceil((at.symbols + (options.symbolCapacity ?? 1) * at.symbolBytes) / layout.pageBytes) * layout.pageBytes
  return { headerBytes, slotCount, epoch: options.epoch, pid: options.pid ?? 0, startTicks: options.startTicks ?? 0, createdUs: options.createdUs }
}

export const encodeHeader = (buffer: ArrayBuffer, header: RingHeader): void => {
  const view = new DataView(buffer)
  const words: readonly (readonly [number, number])[] = [
    [at.magic, layout.magic],
    [at.version, layout.version],
    [at.layoutHash, layoutHash],
    [at.headerBytes, header.headerBytes],
    [at.slotBytes, layout.slotBytes],
    [at.slotCount, header.slotCount],
    [at.epoch, header.epoch],
    [at.pid, header.pid],
  ]
  for (const [offset, value] of words) view.setUint32(offset, value, true)
  view.setFloat64(at.startTicks, header.startTicks, true)
  view.setFloat64(at.createdUs, header.createdUs, true)
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`

const foreign = (name: string, what: string): TradeError =>
  new TradeError('RING_FOREIGN', `'${name}' is no ring of this program: ${what}`, {
    category: 'fatal',
    exit: 78,
    hint: 'run the writer and its readers from one version, or remove the file',
  })

/** The header, or a TradeError (78) that says what was seen and what was expected. */
export const decodeHeader = (buffer: ArrayBuffer, name: string): RingHeader => {
  if (buffer.byteLength < layout.pageBytes) throw foreign(name, `${buffer.byteLength} bytes seen, at least ${layout.pageBytes} expected`)
  const view = new DataView(buffer)
  const u32 = (offset: number): number => view.getUint32(offset, true)
  const fixed: readonly (readonly [string, number, number])[] = [
    ['magic', at.magic, layout.magic],
    ['version', at.version, layout.version],
    ['layout', at.layoutHash, layoutHash],
    ['slot bytes', at.slotBytes, layout.slotBytes],
  ]
  for (const [what, offset, expected] of fixed) {
    if (u32(offset) !== expected) throw foreign(name, `${what} ${hex(u32(offset))} seen, ${hex(expected)} expected`)
  }
  const header = {
    headerBytes: u32(at.headerBytes),
    slotCount: u32(at.slotCount),
    epoch: u32(at.epoch),
    pid: u32(at.pid),
    startTicks: view.getFloat64(at.startTicks, true),
    createdUs: view.getFloat64(at.createdUs, true),
  }
  checkSizes(header, { bytes: buffer.byteLength, name })
  return header
}

const checkSizes = (header: RingHeader, seen: { readonly bytes: number; readonly name: string }): void => {
  const { headerBytes, slotCount } = header
  if (!isPowerOfTwo(slotCount)) throw foreign(seen.name, `slot count ${slotCount} seen, a power of two expected`)
  if (headerBytes % layout.pageBytes !== 0) throw foreign(seen.name, `header of ${headerBytes} bytes seen, a multiple of ${layout.pageBytes} expected`)
  const expected = ringBytes(header)
  if (seen.bytes !== expected) throw foreign(seen.name, `${seen.bytes} bytes seen, ${expected} expected`)
}
