import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { serviceUp, stackDir, start, trade } from '../kit/cli.ts'

t.test('is a venue on loopback; a second one on its port ends with 10 and names the holder', async (t) => {
  const dir = stackDir(t)
  const sim = start(t, ['sim', '--dir', dir, '--symbols', 'BTCUSDT,ETHUSDT'])
  const { pid, http } = await serviceUp(dir, 'sim')
  const { symbols } = (await (await fetch(`http://${http}/api/v3/exchangeInfo`)).json()) as { symbols: Array<{ symbol: string }> }
  t.strictSame(
    symbols.map(({ symbol }) => symbol),
    ['BTCUSDT', 'ETHUSDT'],
  )
  const second = await trade(['sim', '--dir', stackDir(t), '--http', http])
  t.match(second, { code: 10, stdout: '', stderr: new RegExp(`cannot listen on '${http}': the port is taken by pid ${pid} .*\\(PORT_TAKEN\\)`) })
  t.match(await sim.stop(), { code: 0, stdout: '' })
})

t.test('ends with 65 at a recording that is missing or damaged, naming the line', async (t) => {
  const dir = stackDir(t)
  const path = join(dir, 'bad')
  const ticker = { u: 1, s: 'BTCUSDT', b: '61837.63', B: '3.78826', a: '61837.64', A: '1.54698' }
  writeFileSync(path, `1723161253937085768 ${JSON.stringify({ stream: 'btcusdt@bookTicker', data: ticker })}\nnot a record\n`)
  t.match(await trade(['sim', '--dir', dir, '--recording', path, '--autostart'], { withinMs: 30_000 }), {
    code: 65,
    stdout: '',
    stderr: /bad' is damaged at line 2: /,
  })
  t.match(await trade(['sim', '--dir', dir, '--recording', join(dir, 'none')]), { code: 65, stdout: '', stderr: /cannot read recording .*none/ })
})

t.test('ends with 2 at a limit that it cannot read', async (t) => {
  t.match(await trade(['sim', '--dir', stackDir(t), '--limits', 'weight=many']), {
    code: 2,
    stdout: '',
    stderr: /'--limits' weight=many is no limit \(USAGE\)/,
  })
})

t.test('ends with 2 at a contract that is recorded and synthetic at once', async (t) => {
  const dir = stackDir(t)
  const path = join(dir, 'contract')
  const data = { e: 'depthUpdate', E: 1, T: 1, s: 'BTCUSDT', U: 11, u: 12, pu: 10, b: [['100.0', '1.000']], a: [] }
  writeFileSync(path, `1723161253937085768 ${JSON.stringify({ stream: 'btcusdt@depth@0ms', data })}\n`)
  t.match(await trade(['sim', '--dir', dir, '--recording', path, '--usdm', 'ETHUSDT,BTCUSDT']), {
    code: 2,
    stdout: '',
    stderr: /'--usdm' names 'BTCUSDT', which is a contract of the recording \(USAGE\)/,
  })
})
