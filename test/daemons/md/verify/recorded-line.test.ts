import t from 'tap'
import { readRecordedLine } from '../../../../src/daemons/md/verify/recorded-line.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

t.test('reads the receive time and the frame as it came', async (t) => {
  const read = readRecordedLine(utf8Bytes('1723161253937085768 {"a":1}'))
  t.equal(read?.atUs, 1_723_161_253_937_085)
  t.equal(new TextDecoder().decode(read?.frame), '{"a":1}')
})

t.test('knows no other line', async (t) => {
  for (const text of [
    '',
    '{"a":1}',
    '17 {"a":1}',
    '1723161253937085768{"a":1}',
    '1723161253937085768 {"a":1',
    '1723161253937085768 ',
    '1723161253937085768 1',
    '9723161253937085768 {}',
  ])
    t.equal(readRecordedLine(utf8Bytes(text)), null, text)
})
