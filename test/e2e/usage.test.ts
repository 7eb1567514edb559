import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { trade } from '../kit/cli.ts'

const commands = readdirSync(join(import.meta.dirname, '../../src/commands'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort()

t.test('alone, trade names every command', async (t) => {
  for (const args of [[], ['--help'], ['help']]) {
    const { code, stdout, stderr } = await trade(args)
    t.match({ code, stderr }, { code: 0, stderr: '' })
    t.strictSame(
      commands.filter((command) => new RegExp(`^ {2}${command} `, 'm').test(stdout)),
      commands,
    )
  }
})

t.test('every command explains itself: what it is, its flags, examples that name it', async (t) => {
  for (const command of commands) {
    const { code, stdout, stderr } = await trade([command, '--help'])
    t.match({ code, stderr }, { code: 0, stderr: '' }, command)
    t.match(stdout, new RegExp(`USAGE\\n +\\$ trade ${command}\\b`))
    t.match(stdout, new RegExp(`EXAMPLES\\n[^]*\\$? trade ${command}\\b`))
  }
})

t.test('help is the same however it is asked for', async (t) => {
  const [long, short, word] = await Promise.all(
    [
      ['down', '--help'],
      ['down', '-h'],
      ['help', 'down'],
    ].map((args) => trade(args)),
  )
  t.match(long, { code: 0, stdout: /USAGE/ })
  t.match(short, { code: 0, stdout: long?.stdout })
  t.match(word, { code: 0, stdout: long?.stdout })
})

t.test('every mistake in a call ends with 2, is told on stderr alone and names the nearest', async (t) => {
  const mistakes: ReadonlyArray<readonly [string[], string]> = [
    [['stauts'], "error: unknown command 'stauts' (USAGE)\ntry: did you mean trade status?\n"],
    [['mdd', '--symbol', 'X'], "error: unknown command 'mdd' (USAGE)\ntry: did you mean trade md?\n"],
    [['frobnicate'], "error: unknown command 'frobnicate' (USAGE)\ntry: trade --help\n"],
    [['status', '--jsn'], 'error: nonexistent flag: --jsn (USAGE)\ntry: did you mean --json?\n'],
    [['down', 'now'], 'error: unexpected argument: now (USAGE)\ntry: see --help\n'],
  ]
  for (const [args, stderr] of mistakes) {
    const { code, stdout, stderr: said } = await trade(args)
    t.strictSame({ code, stdout, stderr: said }, { code: 2, stdout: '', stderr }, args.join(' '))
  }
})

t.test('tells a mistake as one JSON line where JSON was asked for', async (t) => {
  const { code, stdout, stderr } = await trade(['status', '--json', '--dri', 'x'])
  t.match({ code, stdout }, { code: 2, stdout: '' })
  t.match(JSON.parse(stderr), { error: { code: 'USAGE', exit: 2, hint: 'did you mean --dir?' } })
})
