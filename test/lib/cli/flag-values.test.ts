import t from 'tap'
import { dirValue, profileValue, speedValue, symbolValue } from '../../../src/lib/cli/flag-values.ts'

t.test('takes good values as they are, symbols in upper case', async (t) => {
  t.equal(await dirValue('./run'), './run')
  t.equal(await profileValue('paper_2'), 'paper_2')
  t.equal(await speedValue('0.5'), '0.5')
  t.equal(await symbolValue('symbols')('ethusdt'), 'ETHUSDT')
})

t.test('refuses the rest with exit code 2 and what would be accepted', async (t) => {
  const bad: ReadonlyArray<readonly [(text: string) => Promise<string>, string]> = [
    [dirValue, ''],
    [profileValue, '../../escape'],
    [profileValue, ''],
    [speedValue, '0'],
    [speedValue, 'abc'],
    [speedValue, '-3'],
    [symbolValue('symbols'), ''],
    [symbolValue('symbols'), '../x'],
  ]
  for (const [read, text] of bad) await t.rejects(read(text), { code: 'USAGE', exit: 2, hint: /./ }, text)
})
