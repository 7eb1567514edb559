import type { Turn } from './events.ts'

export const LIVES_TIMER = 'lives'
const ATTEMPTS_US = 300_000_000

/** How long a socket may live, and how many a client may open. */
export interface LifeLimits {
  readonly socketLifeMs: number
  /** Connection attempts in 5 minutes of one address. */
  readonly attemptsCount: number
}

/** Every open socket with its end, and the attempts of each address. */
export interface Lives {
  /** False when the address has tried too often. */
  opened(socketId: string, address: string, turn: Turn): boolean
  closed(socketId: string): void
  /** Address of an open socket's client; empty when it is not known. */
  addressOf(socketId: string): string
  /** Takes out those whose time is over. */
  expired(turn: Turn): readonly string[]
}

export const createLives = ({ socketLifeMs, attemptsCount }: LifeLimits): Lives => {
  const endsUs = new Map<string, number>()
  const attempts = new Map<string, number[]>()
  const addresses = new Map<string, string>()
  const arm = (turn: Turn): void => {
    const [next] = endsUs.values()
    if (next !== undefined) turn.emit({ type: 'timer.set', id: LIVES_TIMER, afterUs: Math.max(0, next - turn.nowUs) })
  }
  return {
    opened: (socketId, address, turn) => {
      const recent = (attempts.get(address) ?? []).filter((us) => us > turn.nowUs - ATTEMPTS_US)
      recent.push(turn.nowUs)
      attempts.set(address, recent)
      if (recent.length > attemptsCount) return false
      endsUs.set(socketId, turn.nowUs + socketLifeMs * 1_000)
      addresses.set(socketId, address)
      if (endsUs.size === 1) arm(turn)
      return true
    },
    closed: (socketId) => {
      endsUs.delete(socketId)
      addresses.delete(socketId)
    },
    addressOf: (socketId) => addresses.get(socketId) ?? '',
    expired: (turn) => {
      const over = [...endsUs].filter(([, us]) => us <= turn.nowUs).map(([socketId]) => socketId)
      for (const socketId of over) endsUs.delete(socketId)
      arm(turn)
      return over
    },
  }
}
