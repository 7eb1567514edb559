import t from 'tap'
import { FaultDice } from '../../../../src/daemons/sim/faults/dice.ts'

t.test('draws shares from its seed and counts what struck', async (t) => {
  const draw = (seed: number): readonly boolean[] => {
    const dice = new FaultDice(seed)
    dice.set({ drop: 0.5 })
    return Array.from({ length: 40 }, () => dice.happens('drop'))
  }
  t.strictSame(draw(1), draw(1))
  t.not(draw(1).join(), draw(2).join())
  const dice = new FaultDice(1)
  t.ok(dice.isIdle)
  t.notOk(dice.happens('drop'))
  dice.set({ drop: 1, 'stale-snapshot': 2 })
  t.strictSame([dice.isIdle, dice.happens('drop'), dice.happens('dup'), dice.counts.get('drop')], [false, true, false, 1])
  t.strictSame([dice.next('stale-snapshot'), dice.next('stale-snapshot'), dice.next('stale-snapshot')], [true, true, false])
  dice.set({})
  t.equal(dice.counts.size, 0)
})
