import { PassThrough } from 'node:stream'
import t from 'tap'
import { askHidden, askLine } from '../../../src/lib/cli/prompt.ts'

const desk = (typed: string) => {
  const input = new PassThrough()
  const output = new PassThrough()
  input.write(typed)
  return { input, output, seen: () => String(output.read() ?? '') }
}

t.test('asks and takes a line', async (t) => {
  const at = desk('yes \n')
  t.equal(await askLine('go on? ', at), 'yes')
  t.match(at.seen(), /^go on\? /)
})

t.test('what nobody may see is not echoed', async (t) => {
  const at = desk('s3cret\n')
  t.equal(await askHidden('secret: ', at), 's3cret')
  t.equal(at.seen(), 'secret: \n')
})
