import t from 'tap'
import { assert, must, unreachable } from '../../../src/lib/base/assert.ts'
import { BugError } from '../../../src/lib/base/errors.ts'

t.test('stops at a broken invariant', async (t) => {
  t.throws(() => assert(false, 'the book is crossed'), { name: 'BugError', message: 'the book is crossed' })
  t.doesNotThrow(() => assert(true, 'the book is crossed'))
})

t.test('hands over what is there, even when it is falsy', async (t) => {
  t.equal(must(0, 'count'), 0)
  t.equal(must('', 'text'), '')
  t.throws(() => must(undefined, 'count'), { message: 'count is missing' })
  t.throws(() => must(null, 'count'), BugError)
})

t.test('names the value that no branch expects', async (t) => {
  t.throws(() => unreachable('sideways' as never), { message: 'unexpected value "sideways"' })
})
