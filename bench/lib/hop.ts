import process from 'node:process'
import { setImmediate as turn } from 'node:timers/promises'

/** What a message says on every channel: the ticker of a ring record, 128 bytes. */
export type OnMessage = (id: number, priceTicks: number, publishedUs: number) => void

export interface HopSink {
  /** Resolves when `count` messages have come; to be called before the source is told to send. */
  receive(count: number, onMessage: OnMessage): Promise<void>
  close(): void | Promise<void>
}

export interface HopSource {
  /** A promise when the channel wants the sender to wait. */
  send(id: number, publishedUs: number): Promise<void> | undefined
  close(): void | Promise<void>
}

/** A way from one process to another. */
export interface Hop {
  readonly name: string
  openSink(folder: string): Promise<HopSink>
  openSource(folder: string): Promise<HopSource>
}

export const MESSAGE_BYTES = 128

/** CLOCK_MONOTONIC, the same in every process of the host. */
export const nowUs = (): number => Number(process.hrtime.bigint()) / 1000

export const priceOf = (id: number): number => 6_000_000 + (id % 1000)

/** As fast as the channel takes them; all carry the time of the start. */
export const burst = async (source: HopSource, count: number): Promise<void> => {
  const startUs = nowUs()
  for (let id = 0; id < count; id++) {
    const room = source.send(id, startUs)
    if (room !== undefined) await room
  }
}

/** One message per `everyUs`, by intended time; the event loop turns meanwhile. */
export const paced = async (source: HopSource, count: number, everyUs: number): Promise<void> => {
  const startUs = nowUs() + everyUs
  for (let id = 0; id < count; id++) {
    while (nowUs() < startUs + id * everyUs) await turn()
    const room = source.send(id, nowUs())
    if (room !== undefined) await room
  }
}
