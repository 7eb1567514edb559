import { format, inspect } from 'node:util'
import t from 'tap'
import { Secret } from '../../../src/lib/io/secret.ts'

t.test('gives its text to nobody but the one who asks for it', (t) => {
  const secret = new Secret('canary')
  t.equal(secret.reveal(), 'canary')
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true, depth: 5 }),
    format('%s %o %j', secret, secret, secret),
  ]
  for (const text of shown) {
    t.match(text, '[redacted]')
    t.notMatch(text, 'canary')
  }
  t.strictSame(Object.keys(secret), [])
  t.end()
})
