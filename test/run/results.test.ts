import t from 'tap'
import { type Result, resultsOf, totalsLine, totalsOf } from './results.ts'
import { TapReader } from './tap-points.ts'

const read = (text: string, isOk = true): readonly Result[] => {
  const reader = new TapReader()
  for (const line of text.split('\n')) reader.line(line)
  const { points, skipped } = reader
  return resultsOf({ file: 'test/a.test.ts', points, skipped, isOk, reason: isOk ? '' : 'ended with 1' })
}

const brief = (text: string, isOk = true): readonly string[] => read(text, isOk).map(({ title, state, assertCount }) => `${title} ${state} ${assertCount}`)

const test = (title: string, points: string, word = 'ok'): string => `# Subtest: ${title}\n${points}\n${word} 1 - ${title} # time=1.5ms\n`

t.test('counts the assertions of each test', async (t) => {
  t.same(brief(test('adds', '    ok 1 - a\n    ok 2 - b\n    1..2')), ['adds passed 2'])
})

t.test('reports a failed test with its title', async (t) => {
  t.same(brief(test('adds', '    not ok 1 - a\n    1..1', 'not ok'), false), ['adds failed 1'])
})

t.test('lists a skipped test with its reason', async (t) => {
  const [result] = read(`${test('runs', '    ok 1 - a')}ok 2 - draws # SKIP needs the system tool 'tmux'`).slice(1)
  t.match(result, { title: 'draws', state: 'skipped', reason: "needs the system tool 'tmux'" })
})

t.test('fails a file that breaks outside of its tests', async (t) => {
  t.same(brief(test('adds', '    ok 1 - a'), false), ['adds passed 1', 'test/a.test.ts failed 0'])
})

t.test('fails a file without any test', async (t) => {
  t.same(brief('TAP version 14\n1..0 # no tests found\n'), ['test/a.test.ts failed 0'])
})

t.test('skips a file that skips itself as a whole', async (t) => {
  t.match(read('TAP version 14\n1..0 # needs a screen\n'), [{ state: 'skipped', reason: 'needs a screen' }])
})

t.test('fails a file that dies before its first test', async (t) => {
  t.match(read('', false), [{ title: 'test/a.test.ts', state: 'failed', reason: 'ended with 1' }])
})

t.test('shows a test that asserts nothing', async (t) => {
  t.same(brief(test('idles', '    1..0')), ['idles passed 0'])
})

t.test('counts the inner tests of a group and not the group', async (t) => {
  const inner = '    # Subtest: inner\n        ok 1 - a\n    ok 1 - inner # time=1ms'
  t.same(brief(test('group', inner)), ['inner passed 1'])
})

t.test('does not read diagnostics as results', async (t) => {
  const quoted = '    not ok 1 - a\n      ---\n      diff: |\n        ok 9 - forged\n      ...\n    1..1'
  t.same(brief(test('adds', quoted, 'not ok'), false), ['adds failed 1'])
})

t.test('restores a hash sign in a title', async (t) => {
  t.same(brief(test('reads \\# signs', '    ok 1 - a')), ['reads # signs passed 1'])
})

t.test('sums up in one line', async (t) => {
  const results = read(`${test('adds', '    ok 1 - a')}ok 2 - draws # SKIP`)
  t.equal(totalsLine(totalsOf(results)), '1 passed, 0 failed, 1 skipped')
})
