import t from 'tap'
import { keyIn, maskedKey } from '../../../src/lib/cli/key-input.ts'

t.test('takes lines or the JSON of a key file', async (t) => {
  t.same(keyIn('k\ns\n'), { apiKey: 'k', secret: 's' })
  t.same(keyIn('{"apiKey":"k","secret":"s"}'), { apiKey: 'k', secret: 's' })
  const pem = '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----'
  t.same(keyIn(`k\n${pem}\n`), { apiKey: 'k', privateKey: `${pem}\n` })
  t.same(keyIn(JSON.stringify({ apiKey: 'k', privateKey: pem })), { apiKey: 'k', privateKey: `${pem}\n` })
})

t.test('what is missing is said without quoting the key', async (t) => {
  for (const text of ['', 'k', '{"apiKey":"k"}', '{"secret":"hush"', '{"secret":"hush"}', 'two words\ns'])
    t.throws(() => keyIn(text), { code: 'KEY_INPUT', exit: 65, message: /^(?!.*hush)/ }, text)
})

t.test('shows of a public key only enough to tell it', async (t) => {
  t.equal(maskedKey('abcdefghijklmnop'), 'abcd...mnop')
  t.equal(maskedKey('short'), 'sh...')
})
