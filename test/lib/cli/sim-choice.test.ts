import t from 'tap'
import { checkChoice, checkContracts } from '../../../src/lib/cli/sim-choice.ts'

const symbols = ['BTCUSDT']

t.test('refuses an address that no market would follow', async (t) => {
  t.throws(() => checkChoice({ market: 'synthetic', endpoint: 'http://127.0.0.1:1', symbols }), {
    exit: 2,
    message: /'--endpoint'.*'synthetic'/,
    hint: /--market paper/,
  })
  t.doesNotThrow(() => checkChoice({ market: 'paper', endpoint: 'http://127.0.0.1:1', symbols }))
  t.doesNotThrow(() => checkChoice({ market: 'none', symbols, usdm: undefined }))
})

t.test('refuses more than a thousand markets of a kind', async (t) => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `S${n}`)
  t.doesNotThrow(() => checkChoice({ market: 'none', symbols: many(1_000), usdm: many(1_000) }))
  t.throws(() => checkChoice({ market: 'none', symbols: many(1_001) }), { exit: 2, message: "'--symbols' names 1001 markets, at most 1000 are traded" })
  t.throws(() => checkChoice({ market: 'none', symbols, usdm: many(1_001) }), { exit: 2, message: /'--usdm'/ })
})

t.test('refuses a synthetic contract beside a recording of it', async (t) => {
  t.throws(() => checkContracts(['ETHUSDT', 'BTCUSDT'], ['BTCUSDT']), { exit: 2, message: /^'--usdm' names 'BTCUSDT', which [^\n]*$/, hint: /without --usdm/ })
  t.doesNotThrow(() => checkContracts(['ETHUSDT'], ['BTCUSDT']))
  t.doesNotThrow(() => checkContracts(['BTCUSDT'], []))
})
