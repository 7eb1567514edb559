import t from 'tap'
import { damaged, foreign } from '../../../src/lib/journal/damage.ts'

const place = { name: '00000001.trj', offset: 4096 }

t.test('ends a command with 65 when data is damaged, naming file and offset', async (t) => {
  t.match(damaged(place, 'the crc is 1, expected 2'), {
    code: 'JOURNAL_DAMAGED',
    category: 'fatal',
    exit: 65,
    message: "journal is damaged: '00000001.trj' at byte 4096: the crc is 1, expected 2",
  })
})

t.test('names the range and the first lost frame where they are known', async (t) => {
  t.match(damaged({ ...place, lastOffset: 4135, seq: 7 }, 'the crc is 1, expected 2'), {
    message: "journal is damaged: '00000001.trj' at byte 4096 (to 4135, frame 7): the crc is 1, expected 2",
    place: { name: '00000001.trj', offset: 4096, lastOffset: 4135, seq: 7 },
    problem: 'the crc is 1, expected 2',
  })
  t.match(damaged({ ...place, seq: 7 }, 'x'), { message: /at byte 4096 \(frame 7\): x$/ })
})

t.test('ends a command with 78 when another program or version wrote it', async (t) => {
  t.match(foreign(place, 'version is 2, expected 1'), {
    code: 'JOURNAL_FOREIGN',
    category: 'fatal',
    exit: 78,
    message: /'00000001.trj' at byte 4096: version is 2/,
  })
})
