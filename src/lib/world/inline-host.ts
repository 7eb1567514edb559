import { monoUs } from '../base/units.ts'
import type { ToRunner } from '../contracts/runner.ts'
import type { RingReader } from '../ports/ring.ts'
import type { StrategyHost } from '../ports/strategy-host.ts'
import { createRunner, type Runner } from '../strategies/runner.ts'
import type { Strategy } from '../strategies/strategy.ts'
import type { Faults } from './faults.ts'
import type { Kernel } from './kernel.ts'
import type { MemoryRing } from './memory-ring.ts'

const REPORT_US = 1_000_000
const POLL_RECORDS = 10_000
/** Waking an idle reader takes this part of a network hop. */
const WAKE_DIVISOR = 50

export interface InlineHostOptions {
  readonly kernel: Kernel
  readonly faults: Faults
  readonly ring: MemoryRing
  readonly strategy: Strategy
  readonly params: unknown
}

/** Runs a strategy in the world's own process: the same runner, fed from the memory ring. */
export class InlineHost implements StrategyHost {
  private readonly options: InlineHostOptions
  private alive = false
  private due = false
  private reader: RingReader | undefined
  private runner: Runner | undefined
  private unlisten = (): unknown => undefined

  constructor(options: InlineHostOptions) {
    this.options = options
  }

  private later(delayUs: number, work: () => void): void {
    this.options.kernel.after(delayUs, () => {
      if (this.alive) work()
    })
  }

  readonly start = (onMessage: (message: unknown) => void): void => {
    const { kernel, ring, strategy, params } = this.options
    this.alive = true
    this.runner = createRunner(strategy, params, {
      nowUs: kernel.nowUs,
      monoUs: () => monoUs(kernel.nowUs()),
      after: (delayUs, fn) => this.later(delayUs, fn),
      post: (message) => this.later(0, () => onMessage(message)),
    })
    this.unlisten = ring.listen(this.wake)
    this.wake()
    this.later(REPORT_US, this.report)
  }

  private readonly wake = (): void => {
    if (this.due || !this.alive) return
    this.due = true
    this.later(this.options.faults.hopUs() / WAKE_DIVISOR, this.poll)
  }

  private readonly poll = (): void => {
    this.due = false
    this.attach()
    if (this.runner !== undefined) this.reader?.poll(this.runner.visitor, POLL_RECORDS)
  }

  private attach(): void {
    const next = this.options.ring.open()
    if (next === null || this.runner === undefined || next.epoch === this.reader?.epoch) return
    const previous = this.reader
    previous?.poll(this.runner.visitor, POLL_RECORDS)
    this.reader = next
    this.runner.attached(next, previous)
  }

  private readonly report = (): void => {
    this.runner?.report(this.reader)
    this.later(REPORT_US, this.report)
  }

  readonly post = (message: unknown): void => this.later(0, () => this.runner?.receive(message as ToRunner))

  readonly stop = (done: () => void): void => {
    this.alive = false
    this.unlisten()
    this.options.kernel.after(0, done)
  }
}
