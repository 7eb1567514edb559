import t from 'tap'
import { initialState } from '../../../src/daemons/strat/state.ts'
import { STRAT_CONFIG } from '../../kit/strat-desk.ts'

t.test('knows nothing at first and follows exec', async (t) => {
  const state = initialState(STRAT_CONFIG)
  t.match(state, { phase: 'following', epoch: 0, following: false, stats: null, requests: 0 })
  t.equal(state.positions.size + state.orders.size + state.intents.size + state.requestOf.size, 0)
})

t.test('two states share nothing', async (t) => {
  const [one, other] = [initialState(STRAT_CONFIG), initialState(STRAT_CONFIG)]
  one.counters.fills += 1
  one.ringHopUs.record(5)
  t.equal(other.counters.fills, 0)
  t.equal(other.ringHopUs.count, 0)
})
