import process from 'node:process'
import t, { type Test } from 'tap'
import { notFound } from '../../../src/lib/cli/not-found.ts'

const answer = async (t: Test, id: string): Promise<{ readonly exit: typeof process.exitCode; readonly text: string }> => {
  const stderr = t.capture(process.stderr, 'write', () => true)
  const before = process.exitCode
  const config = { commandIDs: ['md', 'md:book', 'status', 'verify', 'risk:halt'] }
  await notFound.call({} as never, { id, config, context: {} } as never)
  const exit = process.exitCode
  process.exitCode = before
  return { exit, text: String(stderr()[0]?.args[0]) }
}

t.test('names the nearest commands, as they are typed, with exit code 2', async (t) => {
  t.strictSame(await answer(t, 'statu'), { exit: 2, text: "error: unknown command 'statu' (USAGE)\ntry: did you mean trade status?\n" })
  t.strictSame(await answer(t, 'md:bok'), { exit: 2, text: "error: unknown command 'md bok' (USAGE)\ntry: did you mean trade md book?\n" })
  t.strictSame(await answer(t, 'verfy:./run1:again'), {
    exit: 2,
    text: "error: unknown command 'verfy ./run1 again' (USAGE)\ntry: did you mean trade verify?\n",
  })
})

t.test('points at the help when nothing is near', async (t) => {
  t.strictSame(await answer(t, 'xyzzyx'), { exit: 2, text: "error: unknown command 'xyzzyx' (USAGE)\ntry: trade --help\n" })
})
