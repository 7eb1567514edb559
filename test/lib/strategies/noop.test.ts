import t from 'tap'
import { noop } from '../../../src/lib/strategies/noop.ts'
import { strategyRig } from '../../kit/strategy-rig.ts'

t.test('is shown everything and asks for nothing', async (t) => {
  const rig = strategyRig(noop(), {})
  rig.begin()
  rig.touch(60_000)
  rig.order({ status: 'WORKING' })
  rig.wait(10_000_000)
  rig.runner.report(rig.reader)
  t.match(rig.take('stats'), [{ stats: { records: 2 } }])
  t.same(new Set(rig.said.map(({ type }) => type)), new Set(['attached', 'snapshot.wanted', 'stats']))
})
