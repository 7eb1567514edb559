import { cancelAll } from './cancels.ts'
import { isDisarmed } from './dead-man.ts'
import { type Entry, EXTERNAL } from './registry.ts'
import { setTimer, type Turn } from './turn.ts'

/** Foreign orders stay where they are. Asked at every input while stopping, so it looks no further than the first. */
const hasOwnLive = ({ state }: Turn, isWanted: (entry: Entry) => boolean = () => true): boolean => {
  const { live, entries } = state.registry
  for (const id of live) {
    const entry = entries.get(id)
    if (entry !== undefined && entry.order.strategyId !== EXTERNAL && isWanted(entry)) return true
  }
  return false
}

/** Begins to stop: nothing new leaves, everything open goes. */
export const beginStop = (turn: Turn): void => {
  const { state } = turn
  if (state.phase === 'draining' || state.phase === 'stopped') return
  state.phase = 'draining'
  state.stopUs = turn.nowUs
  setTimer(turn, 'stop', state.config.stopWaitMs * 1000)
  cancelAll(turn)
  checkStop(turn)
}

/** Ends when no order is open and no fill is missing. */
export const checkStop = (turn: Turn): void => {
  const { registry, phase } = turn.state
  if (phase === 'draining' && !hasOwnLive(turn) && registry.unsettled.size === 0 && isDisarmed(turn)) end(turn)
}

/** The wait is over, unless the fate of an order is still unknown and may yet come out. */
export const endWait = (turn: Turn): void => {
  const { state } = turn
  if (state.phase !== 'draining') return
  const waitedUs = turn.nowUs - state.stopUs
  const leftUs = state.config.stopWaitUnknownMs * 1000 - waitedUs
  const isOpen = hasOwnLive(turn, ({ order }) => order.status === 'UNKNOWN' || order.status === 'SENT')
  if (isOpen && leftUs > 0) setTimer(turn, 'stop', leftUs)
  else end(turn)
}

const end = (turn: Turn): void => {
  turn.state.phase = 'stopped'
  turn.emit({ type: 'timer.clear', id: 'stop' })
  turn.emit({ type: 'stream.close' })
  turn.emit({ type: 'stopped' })
}
