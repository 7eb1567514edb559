import { Args, Flags, Parser } from '@oclif/core'
import t from 'tap'
import { TradeError } from '../../../src/lib/base/errors.ts'
import { problemJson, problemOf, problemText } from '../../../src/lib/cli/problem.ts'

const flags = {
  symbol: Flags.string({ required: true }),
  depth: Flags.integer(),
  dir: Flags.string({ exclusive: ['profile'] }),
  profile: Flags.string(),
  output: Flags.string({ options: ['table', 'json'] }),
}
const names = Object.keys(flags)

const thrownBy = async (argv: string[], args = {}): Promise<unknown> => {
  try {
    await Parser.parse(argv, { flags, args })
  } catch (error) {
    return error
  }
  return undefined
}

t.test('words every mistake in the call as one sentence with exit code 2', async (t) => {
  const mistakes: ReadonlyArray<readonly [string[], string]> = [
    [['--symbol', 'x', 'more'], 'unexpected argument: more'],
    [[], 'missing required flag symbol'],
    [['--symbol', 'x', '--depth', 'deep'], 'parsing --depth Expected an integer but received: deep'],
    [['--symbol', 'x', '--dir', 'a', '--profile', 'b'], '--profile=b cannot also be provided when using --dir'],
    [['--symbol', 'x', '--output', 'xml'], 'expected --output=xml to be one of: table, json'],
    [['--symbol'], 'flag --symbol expects a value'],
  ]
  for (const [argv, message] of mistakes) t.strictSame(problemOf(await thrownBy(argv), names), { exit: 2, code: 'USAGE', message, hint: 'see --help' })
  const missing = await thrownBy(['--symbol', 'x'], { dir: Args.string({ required: true, description: 'directory of the run' }) })
  t.equal(problemOf(missing, names).message, 'missing 1 required arg: dir directory of the run')
})

t.test('names the nearest flags of a mistyped one', async (t) => {
  t.strictSame(problemOf(await thrownBy(['--symbl', 'x']), names), {
    exit: 2,
    code: 'USAGE',
    message: 'nonexistent flag: --symbl',
    hint: 'did you mean --symbol?',
  })
  t.equal(problemOf(await thrownBy(['--zzzzzzzzzz']), names).hint, 'see --help')
})

t.test('takes code, exit code and hint of an expected failure', async (t) => {
  const error = new TradeError('LOCKED', 'the lock is held', { exit: 10, hint: 'trade status' })
  t.strictSame(problemOf(error, names), { exit: 10, code: 'LOCKED', message: 'the lock is held', hint: 'trade status' })
})

t.test('calls everything else a bug, with exit code 1', async (t) => {
  for (const thrown of [new TypeError('x is undefined'), 'x is undefined', Object.assign(new Error('x is undefined'), { oclif: { exit: 1 } })])
    t.match(problemOf(thrown, names), { exit: 1, code: 'BUG', message: 'x is undefined', hint: /-vv/ })
})

t.test('prints what happened and what to try, or one JSON line', async (t) => {
  const problem = { exit: 3, code: 'SIM_NOT_RUNNING', message: 'no simulator runs', hint: 'trade sim' }
  t.equal(problemText(problem), 'error: no simulator runs (SIM_NOT_RUNNING)\ntry: trade sim\n')
  t.equal(problemText({ ...problem, hint: undefined }), 'error: no simulator runs (SIM_NOT_RUNNING)\n')
  t.equal(problemJson(problem), '{"error":{"code":"SIM_NOT_RUNNING","exit":3,"message":"no simulator runs","hint":"trade sim"}}\n')
})
