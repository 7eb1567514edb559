import fc from 'fast-check'
import t from 'tap'
import { type ClientOrderId, formatClientOrderId, orderMinute, parseClientOrderId, strategyTag } from '../../../src/lib/base/ids.ts'
import { epochUs } from '../../../src/lib/base/units.ts'

const kinds: readonly ClientOrderId['kind'][] = ['n', 'r', 'f', 'h', 'w']
const ids = fc.record({
  strategyTag: fc.string().map(strategyTag),
  epoch: fc.nat({ max: 36 ** 5 - 1 }),
  seq: fc.integer({ min: 1, max: 36 ** 6 }),
  kind: fc.constantFrom(...kinds),
})

t.test('reads back every id that it wrote, in what venues allow', async (t) => {
  fc.assert(
    fc.property(ids, (id) => {
      const text = formatClientOrderId(id)
      return text.length === 23 && /^[a-zA-Z0-9-_]{1,36}$/.test(text) && JSON.stringify(parseClientOrderId(text)) === JSON.stringify(id)
    }),
  )
  t.equal(formatClientOrderId({ strategyTag: '0maker', epoch: 36, seq: 1, kind: 'n' }), 'T10maker-00010-0000001n')
})

t.test('takes no foreign id for its own', async (t) => {
  for (const text of ['', 'web_1234', 'T10maker-00010-0000001', 'T10maker-00010-0000001x', 'T20maker-00010-0000001n', 'T10MAKER-00010-0000001n']) {
    t.equal(parseClientOrderId(text), null, `'${text}'`)
  }
})

t.test('refuses numbers that do not fit their place', async (t) => {
  t.throws(() => formatClientOrderId({ strategyTag: '000000', epoch: 36 ** 5, seq: 1, kind: 'n' }), { message: /more than 5 base-36 digits/ })
})

t.test('makes a tag of six characters from any name', async (t) => {
  t.same(['maker', 'Market-Maker 2', 'x', ''].map(strategyTag), ['0maker', 'market', '00000x', '000000'])
})

t.test('counts the minutes since 2025', async (t) => {
  const originUs = 1_735_689_600_000_000
  t.equal(orderMinute(epochUs(originUs)), 0)
  t.equal(orderMinute(epochUs(originUs + 59_999_999)), 0)
  t.equal(orderMinute(epochUs(originUs + 60_000_000)), 1)
})
