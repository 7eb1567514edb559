import t from 'tap'
import { isTradeError } from '../../../src/lib/base/errors.ts'
import { loadStrategy } from '../../../src/lib/strategies/registry.ts'

const problem = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return isTradeError(error) ? { code: error.code, exit: error.exit, message: error.message, hint: error.hint } : error
  }
}

t.test('fills in the defaults of the parameters', async (t) => {
  const { strategy, params } = loadStrategy('maker', {})
  t.equal(strategy.name, 'maker')
  t.same(params, { qty: '0.001', positionMaxQty: '0.01', requoteTicks: 200, requoteEveryUs: 250_000 })
  t.match(loadStrategy('maker', { qty: '0.5' }).params, { qty: '0.5', requoteTicks: 200 })
  t.same(loadStrategy('noop', {}).params, {})
})

t.test('gives every caller an instance of its own', async (t) => {
  t.not(loadStrategy('maker', {}).strategy, loadStrategy('maker', {}).strategy)
})

t.test('refuses an unknown name and tells the nearest', async (t) => {
  t.match(
    problem(() => loadStrategy('makr', {})),
    { code: 'STRATEGY_UNKNOWN', exit: 2, message: "unknown strategy 'makr'", hint: /maker/ },
  )
  t.match(
    problem(() => loadStrategy('zzzzzzzzzz', {})),
    { hint: 'known: maker, noop' },
  )
})

t.test('refuses parameters that do not fit', async (t) => {
  for (const params of [{ requoteTicks: 0 }, { requoteEveryUs: 1.5 }, { qty: 'much' }, { qty: '-1' }, { qtty: '0.1' }, 7]) {
    t.match(
      problem(() => loadStrategy('maker', params)),
      { code: 'STRATEGY_PARAMS', exit: 2, message: /^parameters of 'maker': '/ },
      JSON.stringify(params),
    )
  }
  t.match(
    problem(() => loadStrategy('noop', { a: 1 })),
    { message: /'a' is no known key/ },
  )
})
