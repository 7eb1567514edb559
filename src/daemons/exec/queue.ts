import type { CallGroup } from './limits/breaker.ts'
import type { Waiting } from './limits/gate.ts'
import { LANE_RULES, LANES, type Lane } from './limits/lanes.ts'
import { setTimer, type Turn } from './turn.ts'

/** Notes that a call leaves now. */
export const depart = ({ state, nowUs }: Turn, id: string, group: CallGroup): void => {
  const { inFlight, breakers } = state.gate
  inFlight.set(id, { askedUs: nowUs, group, generation: breakers[group].generation })
}

/** Puts something into its lane; false when the lane is full. */
export const enter = (turn: Turn, id: string, waiting: Waiting): boolean => {
  const { gate } = turn.state
  const ahead = [...gate.waiting.values()].filter(({ lane }) => lane === waiting.lane).length
  if (ahead >= LANE_RULES[waiting.lane].queueCount) return false
  gate.waiting.set(id, waiting)
  drain(turn)
  return true
}

/** Lets go what may go, lane by lane, and comes back for the rest. */
export const drain = (turn: Turn): void => {
  const waits = LANES.map((lane) => drainLane(turn, lane)).filter((waitUs) => waitUs > 0)
  if (waits.length > 0) setTimer(turn, 'gate', Math.min(...waits))
}

const drainLane = (turn: Turn, wanted: Lane): number => {
  const { waiting } = turn.state.gate
  for (const [id, { lane, leave: go }] of waiting) {
    if (lane !== wanted) continue
    const waitUs = go(turn)
    if (waitUs > 0) return waitUs
    waiting.delete(id)
  }
  return 0
}
