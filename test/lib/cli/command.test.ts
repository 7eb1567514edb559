import process from 'node:process'
import { Config } from '@oclif/core'
import t, { type Test } from 'tap'
import { TradeError } from '../../../src/lib/base/errors.ts'
import { commonFlags, TradeCommand } from '../../../src/lib/cli/command.ts'

class Probe extends TradeCommand {
  static override flags = commonFlags
  static thrown: Error = new Error('unset')

  async run(): Promise<void> {
    const { flags } = await this.parse(Probe)
    if (flags.dir !== undefined) throw new TradeError('PLACE', this.places(flags).top, { exit: 65 })
    throw Probe.thrown
  }
}

const config = await Config.load({ root: process.cwd(), pjson: { name: 'probe', version: '0.0.0', oclif: { bin: 'probe' } } })

/** Runs the command; its exit code, and what it wrote to stderr. */
const run = async (t: Test, argv: string[]): Promise<{ readonly exit: typeof process.exitCode; readonly text: string }> => {
  const stderr = t.capture(process.stderr, 'write', () => true)
  const before = process.exitCode
  process.exitCode = 0
  await Probe.run(argv, config)
  const exit = process.exitCode
  process.exitCode = before
  return {
    exit,
    text: stderr()
      .map(({ args: [text] }) => String(text))
      .join(''),
  }
}

t.test('ends with the exit code of the failure, saying it on stderr', async (t) => {
  Probe.thrown = new TradeError('LOCKED', 'the lock is held', { exit: 10 })
  t.strictSame(await run(t, []), { exit: 10, text: 'error: the lock is held (LOCKED)\n' })
})

t.test('says the same as one JSON line when JSON was asked for', async (t) => {
  const { exit, text } = await run(t, ['--json'])
  t.equal(exit, 2)
  t.strictSame(JSON.parse(text), { error: { code: 'USAGE', exit: 2, message: 'nonexistent flag: --json', hint: 'see --help' } })
})

t.test('names the nearest of its own flags', async (t) => {
  t.strictSame(await run(t, ['--profil', 'x']), { exit: 2, text: 'error: nonexistent flag: --profil (USAGE)\ntry: did you mean --profile?\n' })
})

t.test('shows where a bug happened only with -vv', async (t) => {
  Probe.thrown = new TypeError('x is undefined')
  t.match(await run(t, ['-v']), { exit: 1, text: /^error: x is undefined \(BUG\)\ntry: .*-vv.*\n$/ })
  t.match((await run(t, ['-vv'])).text, /TypeError: x is undefined\n +at .*command\.test\.ts/s)
})

t.test('finds its places by --dir, which excludes --profile', async (t) => {
  t.match(await run(t, ['--dir', '/tmp/somewhere']), { exit: 65, text: 'error: /tmp/somewhere (PLACE)\n' })
  t.match(await run(t, ['--dir', '/tmp/somewhere', '--profile', 'x']), {
    exit: 2,
    text: /^error: --dir=.* cannot also be provided when using --profile \(USAGE\)$/m,
  })
})
