import fc from 'fast-check'
import t from 'tap'
import { toMoney as exact } from '../../../src/lib/base/money.ts'
import { ceilOn, floorOn, nearestOn } from '../../../src/lib/model/grid.ts'

t.test('a grid without a valid amount has no nearest one', async (t) => {
  const grid = { step: exact('1'), min: exact('5'), max: exact('4') }
  t.same([nearestOn(grid, exact('4')), floorOn(grid, exact('4')), ceilOn(grid, exact('4'))], [null, null, null])
})

t.test('floor, nearest and ceiling of any amount are on the grid, in order and within a step', async (t) => {
  const grid = { step: exact('0.07'), min: exact('0.21'), max: exact('70') }
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_000_000 }), (units) => {
        const wanted = exact(`${(units / 1000).toFixed(3)}`)
        const [low, near, high] = [floorOn(grid, wanted), nearestOn(grid, wanted), ceilOn(grid, wanted)]
        for (const value of [low, near, high]) if (value !== null && (value % grid.step !== 0n || value < grid.min || value > grid.step * 1_000n)) return false
        if (low !== null && high !== null) return low <= wanted && wanted <= high && high - low <= grid.step && (near === low || near === high)
        return near === (low ?? high)
      }),
      { seed: 7, numRuns: 2_000 },
    ),
  )
})
