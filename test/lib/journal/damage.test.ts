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

t.test('ends a command with 78 when another program or version wrote it', async (t) => {
  t.match(foreign(place, 'version is 2, expected 1'), {
    code: 'JOURNAL_FOREIGN',
    category: 'fatal',
    exit: 78,
    message: /'00000001.trj' at byte 4096: version is 2/,
  })
})
