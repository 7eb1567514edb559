import t from 'tap'
import { validator } from '../../../src/lib/codec/schema.ts'
import { BreakerRequest, ExecResumeRequest } from '../../../src/lib/contracts/exec-control.ts'

t.test('a breaker is forced in words that are known, by somebody who is named', async (t) => {
  const check = validator(BreakerRequest)
  const request = { group: 'query', state: 'forcedOpen', by: 'alice' }
  t.ok(check(request).ok)
  for (const wrong of [
    { ...request, group: 'stream' },
    { ...request, state: 'open' },
    { ...request, by: '' },
  ])
    t.notOk(check(wrong).ok)
})

t.test('a halt is lowered only by somebody who is named', async (t) => {
  t.notOk(validator(ExecResumeRequest)({}).ok)
})
