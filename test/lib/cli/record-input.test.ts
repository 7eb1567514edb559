import { Readable } from 'node:stream'
import t from 'tap'
import { readRecords } from '../../../src/lib/cli/record-input.ts'

const read = async (text: string): Promise<unknown[]> => {
  const seen: unknown[] = []
  await readRecords(Readable.from([text]), (record, line) => {
    seen.push([line, record])
    return !('end' in record)
  })
  return seen
}

t.test('shows each record with its line', async (t) => {
  t.strictSame(await read('{"a":1}\n\n{"b":2}\r\n{"c":3}'), [
    [1, { a: 1 }],
    [3, { b: 2 }],
    [4, { c: 3 }],
  ])
})

t.test('reads no further than it is asked to', async (t) => {
  t.strictSame(await read('{"end":1}\n{"b":2}\n'), [[1, { end: 1 }]])
})

t.test('names the line that is no record', async (t) => {
  for (const wrong of ['nonsense', '[1]', '5', 'null', '{"a":'])
    await t.rejects(read(`{"a":1}\n${wrong}\n`), { exit: 65, message: 'standard input is damaged at line 2: no JSON object' }, wrong)
})
