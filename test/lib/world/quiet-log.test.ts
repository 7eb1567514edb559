import t from 'tap'
import { quietLog } from '../../../src/lib/world/quiet-log.ts'

t.test('keeps errors with their fields, and nothing else', async (t) => {
  const log = quietLog()
  log.write('info', 'started')
  log.write('warn', 'late', { byMs: 4 })
  log.write('error', 'stopped', { exit: 1 })
  log.write('error', 'broke')
  t.same(log.errors, ['stopped {"exit":1}', 'broke {}'])
})
