import t from 'tap'
import { keepPart, partsOfText, wholeReply } from '../../../src/daemons/exec/parts.ts'
import { createState } from '../../../src/daemons/exec/state.ts'
import { config } from './rig.ts'

const ok = (body: string) => ({ ok: true, status: 200, headers: {}, body, sentMonoUs: 1 }) as const

t.test('a short text is one part, a long one is cut and whole again in order', async (t) => {
  t.same(partsOfText(''), [''])
  t.same(partsOfText('[]'), ['[]'])
  const text = Array.from({ length: 9_000 }, (_, index) => `${index},`).join('')
  const parts = partsOfText(text)
  t.ok(parts.length > 1)
  t.equal(parts.join(''), text)
})

t.test('no character is cut in two, and every part fits a frame of the journal', async (t) => {
  const text = `x${'😀'.repeat(40_000)}`
  const parts = partsOfText(text)
  t.equal(parts.join(''), text)
  for (const part of parts) {
    t.ok(part.isWellFormed())
    t.ok(new TextEncoder().encode(part).length < 60_000)
  }
})

t.test('parts are kept by call and given once', async (t) => {
  const state = createState(config)
  keepPart(state, 'a', '1')
  keepPart(state, 'b', 'x')
  keepPart(state, 'a', '2')
  t.same(wholeReply(state, 'a', ok('3')), ok('123'))
  t.same(wholeReply(state, 'a', ok('3')), ok('3'))
  const lost = { ok: false, sent: true, reason: 'timeout', sentMonoUs: 1 } as const
  t.same(wholeReply(state, 'b', lost), lost)
})
