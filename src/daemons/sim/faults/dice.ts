import { type Prng, prng } from '../../../lib/base/prng.ts'
import type { FaultName, FaultPlan } from '../../../lib/contracts/faults.ts'

/** Draws from one seed what strikes, and counts it. */
export class FaultDice {
  plan: FaultPlan = {}
  readonly counts = new Map<FaultName, number>()
  readonly random: Prng

  constructor(seed: number) {
    this.random = prng(seed, 'faults')
  }

  get isIdle(): boolean {
    return Object.keys(this.plan).length === 0
  }

  set(plan: FaultPlan): void {
    this.plan = plan
    this.counts.clear()
  }

  happens(name: FaultName): boolean {
    const ratio = this.plan[name]
    if (ratio === undefined || !this.random.chance(ratio)) return false
    this.count(name)
    return true
  }

  /** True while a counted fault has not struck often enough. */
  next(name: FaultName): boolean {
    if ((this.plan[name] ?? 0) <= (this.counts.get(name) ?? 0)) return false
    this.count(name)
    return true
  }

  count(name: FaultName): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }
}
