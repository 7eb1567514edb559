import t from 'tap'
import { recordsIn } from '../../kit/cli.ts'
import { askNobody, NOBODY, runningExec } from '../../kit/running-exec.ts'

const statusOf = (text: string): unknown => recordsIn(text)[0]?.['status']

t.test('an order goes through the chain, is found, listed, canceled and never made twice', async (t) => {
  const { dir, ask, pipe } = await runningExec(t)
  const bought = await ask('order', 'buy', 'BTCUSDT', '0.001', '--market', '--wait', 'final', '--id', 'm1')
  t.equal(bought.code, 0, bought.stderr)
  const [order] = recordsIn(bought.stdout)
  t.match(order, { v: 1, type: 'order', status: 'FILLED', filledQty: '0.001', orderType: 'market', strategyId: 'cli', intentId: 'm1' })
  const again = await ask('order', 'buy', 'BTCUSDT', '0.001', '--market', '--wait', 'final', '--id', 'm1')
  t.equal(recordsIn(again.stdout)[0]?.['id'], order?.['id'])
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.002', '--market', '--id', 'm1'), { code: 2, stderr: /INTENT_ID_REUSED/ })
  t.match(await ask('order', 'sell', 'BTCUSDT', '0.0005', '--market', '--wait', 'final', '--reduce-only', '--json'), { code: 0 })
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.001', '20000', '--json'), { code: 5, stderr: /PRICE_COLLAR/ })
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.00000000001', '--market'), { code: 2, stderr: /VALIDATION/ })
  const dry = await ask('order', 'buy', 'BTCUSDT', '0.001', '60000', '--dry-run')
  t.match(recordsIn(dry.stdout)[0], { type: 'order.check', code: '' })

  const near = await pipe(`trade md top $D --limit 1 | jq -r '.bid|tonumber|floor'`)
  const price = Number(near.stdout) - 100
  const plan = Array.from({ length: 5 }, (_, n) => JSON.stringify({ symbol: 'BTCUSDT', side: 'buy', qty: '0.0005', price: String(price - n), id: `b${n}` }))
  const batch = await pipe(`printf '%s\\n' ${plan.map((line) => `'${line}'`).join(' ')} | trade order batch - $D`)
  t.equal(batch.code, 0, batch.stderr)
  t.same(
    recordsIn(batch.stdout).map(({ intentId, status }) => [intentId, status]),
    ['b0', 'b1', 'b2', 'b3', 'b4'].map((id) => [id, 'WORKING']),
  )
  t.equal((await pipe('trade order ls $D | jq -r .id | head -2 | trade order cancel - $D | jq -r .status')).stdout, 'CANCELED\nCANCELED\n')
  t.equal(recordsIn((await ask('order', 'ls')).stdout).length, 3)
  t.equal(statusOf((await ask('order', 'show', '--intent', 'b0')).stdout), 'CANCELED')
  const rest = await ask('order', 'cancel', '--all')
  t.equal(rest.code, 0, rest.stderr)
  t.equal(recordsIn(rest.stdout).length, 3)
  t.equal((await ask('order', 'ls')).stdout, '')

  const id = String(order?.['id'])
  const life = recordsIn((await ask('order', 'watch', id)).stdout)
  t.match(life[0], { type: 'order.changed', cause: 'accepted', order: { clientOrderId: id } })
  t.match(life.at(-1), { type: 'order.changed', order: { status: 'FILLED' } })

  t.match(await pipe(`kill -USR2 $(jq .pid ${dir}/run/exec.json)`), { code: 0 })
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.001', '--market'), { code: 9, stderr: /HALTED/ })
  t.match(await ask('exec', 'status'), { code: 9, stdout: /"scope":"\*","level":"K2"/ })
  t.match(await ask('exec', 'resume', '--level', 'K1', '--reason', 'tested', '--by', 'ann'), { code: 0 })
  t.match(await ask('exec', 'resume', '--level', 'K0', '--reason', 'tested', '--by', 'ann'), { code: 0 })
  t.match(await ask('exec', 'breaker', 'trade.new', 'open'), { code: 0, stdout: /forcedOpen/ })
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.001', '--market'), { code: 75, stderr: /BREAKER_OPEN/ })
  t.match(await ask('exec', 'breaker', 'trade.new', 'reset'), { code: 0 })
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.001', '--market', '--wait', 'final'), { code: 0 })
  const flat = await ask('flatten')
  t.equal(flat.code, 0, flat.stderr)
  t.match(recordsIn(flat.stdout), [{ type: 'flatten', symbol: 'BTCUSDT', tradable: '0', openOrders: 0, flat: true }])
  t.match(await ask('order', 'buy', 'BTCUSDT', '0.001', '--market'), { code: 9 })
  t.match(await ask('exec', 'resume', '--level', 'K0', '--reason', 'tested', '--by', 'ann'), { code: 0, stdout: /"at":"risk"/ })
  t.match(recordsIn((await ask('exec', 'limits')).stdout)[0], { type: 'exec.limit', kind: 'weight' })
})

t.test('ends with 3 when no exec runs, with 2 without a price', async (t) => {
  t.match(await askNobody(t, 'order', 'buy', 'BTCUSDT', '1', '1'), NOBODY)
  t.match(await askNobody(t, 'order', 'buy', 'BTCUSDT', '1'), { code: 2, stderr: /a price is needed/ })
  t.match(await askNobody(t, 'order', 'buy', 'BTCUSDT', '1', '5', '--market'), { code: 2, stderr: /a market order has no price/ })
})
