import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { EpochUs, Lots, MonoUs, Ticks } from '../../src/lib/base/units.ts'
import { type BellClient, connectBell, openBell } from '../../src/lib/io/bell.ts'
import { createRingFile, openRingFile } from '../../src/lib/io/ring-file.ts'
import type { RingReader, RingVisitor, RingWriter } from '../../src/lib/ports/ring.ts'
import { type Hop, type HopSink, nowUs, type OnMessage, priceOf } from './hop.ts'

/** A whole round fits in, so that none is lost without a flow control that the ring does not have. */
const RING_SLOTS = 2 ** 18
const DEADLINE_US = 20_000_000
const BATCH_RECORDS = 256

const newWriter = (path: string): RingWriter => {
  const writer = createRingFile(path, { createdUs: 0, slotCount: RING_SLOTS })
  writer.addSymbol({ symbol: 'BTCUSDT', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 5 })
  return writer
}

const put = (writer: RingWriter, id: number, publishedUs: number): void => {
  const price = priceOf(id)
  writer.ticker({
    symbolIndex: 0,
    id,
    eventUs: 0 as EpochUs,
    receivedMonoUs: 0 as MonoUs,
    publishedMonoUs: publishedUs as MonoUs,
    bidTicks: price as Ticks,
    bidLots: 1 as Lots,
    askTicks: (price + 1) as Ticks,
    askLots: 1 as Lots,
  })
}

const visitorOf = (onMessage: OnMessage): RingVisitor => ({
  onTicker: (view) => onMessage(view.id, view.bidTicks, view.publishedMonoUs),
  onOverrun: (lostSlots) => {
    throw new Error(`the ring lost ${lostSlots} slots`)
  },
})

/** The reader owns its core. `name` tells apart two rings of the same code. */
export const spinHop = (name: string): Hop => ({
  name,
  openSink: async (folder) => {
    let reader: RingReader | undefined
    const receive = async (count: number, onMessage: OnMessage): Promise<void> => {
      reader ??= openRingFile(join(folder, `${name}.ring`))
      const visitor = visitorOf(onMessage)
      await turn()
      await turn()
      const endUs = nowUs() + DEADLINE_US
      for (let got = 0, polls = 0; got < count; polls++) {
        got += reader.poll(visitor, BATCH_RECORDS)
        if (polls % 100_000 === 0 && nowUs() > endUs) throw new Error(`${got} of ${count} messages came`)
      }
    }
    return { receive, close: () => reader?.close() }
  },
  openSource: async (folder) => {
    const writer = newWriter(join(folder, `${name}.ring`))
    return {
      send: (id, publishedUs) => {
        put(writer, id, publishedUs)
        return undefined
      },
      close: () => writer.close(),
    }
  },
})

class BellSink implements HopSink {
  readonly #ring: string
  readonly #bellPath: string
  #reader: RingReader | undefined
  #bell: BellClient | undefined
  #onRing: () => void = () => undefined

  constructor(ring: string, bellPath: string) {
    this.#ring = ring
    this.#bellPath = bellPath
  }

  receive(count: number, onMessage: OnMessage): Promise<void> {
    const reader = this.#reader ?? openRingFile(this.#ring)
    const bell = this.#bell ?? connectBell(this.#bellPath, { onRing: () => this.#onRing(), onClosed: () => undefined })
    this.#reader = reader
    this.#bell = bell
    const visitor = visitorOf(onMessage)
    const { promise, resolve } = Promise.withResolvers<void>()
    let got = 0
    this.#onRing = () => {
      got += reader.poll(visitor, RING_SLOTS)
      if (got >= count) resolve()
      else bell.arm(reader.position())
    }
    bell.arm(reader.position())
    return promise
  }

  close(): void {
    this.#bell?.close()
    this.#reader?.close()
  }
}

/** The reader sleeps until the bell rings. */
export const bellHop: Hop = {
  name: 'ring-bell',
  openSink: async (folder) => new BellSink(join(folder, 'bell.ring'), join(folder, 'bell.sock')),
  openSource: async (folder) => {
    const writer = newWriter(join(folder, 'bell.ring'))
    const bell = await openBell(join(folder, 'bell.sock'), () => writer.position())
    return {
      send: (id, publishedUs) => {
        put(writer, id, publishedUs)
        bell.notify()
        return undefined
      },
      close: async () => {
        writer.close()
        await bell.close()
      },
    }
  },
}
