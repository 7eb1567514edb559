import t from 'tap'
import { msOf } from '../../../src/daemons/sim/events.ts'
import { epochUs } from '../../../src/lib/base/units.ts'

t.test('shows whole milliseconds', async (t) => {
  t.equal(msOf({ nowUs: epochUs(1_999), emit: () => undefined }), 1)
})
