import { SERVICES, type Service } from '../contracts/words.ts'

/** Start order of the services that were asked for: a follower comes after what it follows. */
export const startOrder = (wanted: Iterable<Service>): Service[] => {
  const set = new Set(wanted)
  return SERVICES.filter((service) => set.has(service))
}

/** Stop order: strategies first, then those who keep books, exec only when nobody can ask it any more, the venue last. */
const STOPPING: readonly Service[] = ['strat', 'acct', 'risk', 'exec', 'md', 'sim']

export const stopOrder = (running: Iterable<Service>): Service[] => {
  const set = new Set(running)
  return STOPPING.filter((service) => set.has(service))
}
