import t from 'tap'
import { openLine } from '../../../src/daemons/md/line.ts'
import { noteHeard, noteMoved, silenceOf } from '../../../src/daemons/md/silence.ts'
import { openState, type Step } from '../../../src/daemons/md/state.ts'
import { epochUs } from '../../../src/lib/base/units.ts'
import { binanceMarket } from '../../../src/lib/venues/binance/market.ts'
import { btcusdt } from '../../kit/market-texts.ts'
import { mdConfig } from '../../kit/md-core.ts'

const venue = binanceMarket()
const state = openState({ ...mdConfig, silenceMs: 1_000 }, venue)
const at = (us: number): Step => ({ venue, state, nowUs: epochUs(us), emit: () => undefined })

const heardEvery = (gapUs: number, count = 200) => {
  const line = openLine(btcusdt, { nowUs: epochUs(0), levels: 100 })
  line.connected = true
  for (let index = 1; index <= count; index++) noteHeard(at(index * gapUs), line)
  return line
}

t.test('a quick stream is silent after the limit when the market moved without it, after three limits when nothing did', async (t) => {
  const line = heardEvery(100_000)
  const lastUs = line.heardUs
  t.equal(silenceOf(at(lastUs + 1_500_000), line), null)
  t.equal(silenceOf(at(lastUs + 3_100_000), line), 'still')
  noteMoved(at(lastUs + 600_000), line)
  noteMoved(at(lastUs + 1_500_000), line)
  t.equal(silenceOf(at(lastUs + 1_600_000), line), null)
  t.equal(silenceOf(at(lastUs + 1_700_000), line), 'moved')
})

t.test('what comes at the heels of a diff does not prove that the market moved without it', async (t) => {
  const line = heardEvery(100_000)
  noteMoved(at(line.heardUs + 20_000), line)
  t.equal(silenceOf(at(line.heardUs + 1_500_000), line), null)
})

t.test('a move after a long rest leaves the stream the whole limit to tell of it', async (t) => {
  const line = heardEvery(100_000)
  const movedUs = line.heardUs + 2_900_000
  noteMoved(at(movedUs), line)
  t.equal(silenceOf(at(movedUs + 50_000), line), null)
  noteHeard(at(movedUs + 100_000), line)
  t.equal(silenceOf(at(movedUs + 1_500_000), line), null)
})

t.test('a slow stream may rest for a multiple of its usual gap', async (t) => {
  const line = heardEvery(2_000_000)
  t.ok(Math.abs(line.medianGapUs - 2_000_000) < 200_000)
  t.equal(silenceOf(at(line.heardUs + 30_000_000), line), null)
  t.equal(silenceOf(at(line.heardUs + 45_000_000), line), 'still')
})

t.test('a slow stream is silent after the limit when the best prices are of an update that it did not bring', async (t) => {
  const line = heardEvery(2_000_000)
  const movedUs = line.heardUs + 600_000
  noteMoved(at(movedUs), line)
  t.equal(silenceOf(at(movedUs + 1_100_000), line), null, 'a trade alone may be of no level that is shown')
  Object.assign(line, { updateId: 7, tickerId: 7 })
  t.equal(silenceOf(at(movedUs + 1_100_000), line), null)
  line.tickerId = 8
  t.equal(silenceOf(at(movedUs + 900_000), line), null)
  t.equal(silenceOf(at(movedUs + 1_100_000), line), 'moved')
})

t.test('one that stays silent is begun again ever more seldom, and never while it is not connected', async (t) => {
  const line = heardEvery(100_000)
  line.silences = 2
  t.equal(silenceOf(at(line.heardUs + 11_000_000), line), null)
  t.equal(silenceOf(at(line.heardUs + 13_000_000), line), 'still')
  line.connected = false
  t.equal(silenceOf(at(line.heardUs + 99_000_000), line), null)
})
