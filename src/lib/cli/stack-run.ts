import process from 'node:process'
import type { TradeError } from '../base/errors.ts'
import { writeJsonFile } from '../io/json-file.ts'
import { startTicksOf } from '../io/process-identity.ts'
import { removeRing } from '../io/ring-path.ts'
import type { Places } from '../io/run-directory.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { fetchText } from './health.ts'
import { mainPath } from './main-path.ts'
import { openPeer } from './peer.ts'
import { type StackSettings, traderPlans, venuePlan } from './plans.ts'
import { quiesce } from './quiesce.ts'
import { findSimulator } from './simulator.ts'
import { type ServiceState, Stack } from './stack.ts'
import type { StackDocument } from './stack-document.ts'

/** Symbols that the simulated venue trades. */
const venueSymbols = async (places: Places): Promise<string[]> => {
  const endpoint = findSimulator(places)
  const text = endpoint === null ? null : await fetchText(endpoint.replace('http://', ''), '/api/v3/exchangeInfo')
  return text === null ? [] : (JSON.parse(text) as { symbols: Array<{ symbol: string }> }).symbols.map(({ symbol }) => symbol)
}

/** A whole chain on the simulator: started in order, restarted when something dies, brought to rest and stopped in order. */
export class StackRun {
  readonly places: Places
  readonly stack: Stack
  symbols: readonly string[] = []
  /** Resolves when a service has ended for good. */
  readonly failed: Promise<TradeError>
  private failure: TradeError | null = null

  constructor(options: { readonly places: Places; readonly clock: Clock; readonly log: Log; onChange?(states: readonly ServiceState[]): void }) {
    const { places, clock, log } = options
    this.places = places
    const failed = Promise.withResolvers<TradeError>()
    this.failed = failed.promise
    this.stack = new Stack({
      places,
      clock,
      main: mainPath(),
      events: {
        log: (level, message, fields) => log.write(level, message, fields),
        changed: (states) => {
          this.keep(states)
          options.onChange?.(states)
        },
        failed: (error) => {
          this.failure ??= error
          failed.resolve(error)
        },
      },
    })
  }

  private keep(services: readonly ServiceState[]): void {
    const document: StackDocument = { pid: process.pid, startTicks: startTicksOf(process.pid), services }
    writeJsonFile(`${this.places.run}/stack.json`, document)
  }

  async up(settings: StackSettings): Promise<void> {
    await this.stack.up([venuePlan(settings)])
    const found = await venueSymbols(this.places)
    this.assertWhole()
    this.symbols = found.length > 0 ? found : settings.symbols
    await this.stack.up(traderPlans({ ...settings, symbols: this.symbols }))
  }

  /** Throws when a service has ended for good. */
  assertWhole(): void {
    if (this.failure !== null) throw this.failure
  }

  /** Strategies first, then every order is canceled and booked, then the daemons, the venue last. */
  async down(): Promise<void> {
    await this.stack.down(['strat'])
    if (findSimulator(this.places) !== null) await this.rest()
    await this.stack.down()
    removeRing(this.places.run)
  }

  private async rest(): Promise<void> {
    const peer = await openPeer(this.places)
    await quiesce(peer)
    await peer.close()
  }
}
