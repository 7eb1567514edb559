import t from 'tap'
import { MdConfig } from '../../../../src/daemons/md/config.ts'
import { binanceDialect } from '../../../../src/daemons/md/verify/binance-dialect.ts'
import { Session } from '../../../../src/daemons/md/verify/session.ts'
import { conclude } from '../../../../src/lib/codec/settings.ts'
import { binanceMarket } from '../../../../src/lib/venues/binance/market.ts'
import { btcusdt, marketTexts, utf8Bytes } from '../../../kit/market-texts.ts'

const START_US = 1_700_000_000_000_000
const config = conclude(MdConfig, { symbols: ['BTCUSDT'] }, 'md')
const diff = (first: number, last: number): Uint8Array => utf8Bytes(marketTexts.diff({ ids: [first, last], bids: [[6_000_000, last]] }))

const open = (): Session => {
  const endUs = START_US + 3_200_000
  return new Session({ venue: binanceMarket(), dialect: binanceDialect, config, instruments: [btcusdt], faults: {}, seed: 1, startUs: START_US, endUs })
}

t.test('plays a recorded snapshot and the diffs around it', async (t) => {
  const session = open()
  session.play(START_US + 1_000_000, diff(1, 2))
  t.equal(session.lacksSnapshot, true)
  session.play(START_US + 1_100_000, utf8Bytes(marketTexts.snapshot(2, [[6_000_000, 5]], [[6_000_100, 5]])))
  for (let id = 3; id < 20; id++) session.play(START_US + 1_000_000 + id * 100_000, diff(id, id))
  t.equal(session.failure, null)
  t.match(session.end(), { diffs: 17, gaps: 0, wrongWhileValid: 0, snapshots: 1, lines: 19 })
})

t.test('heals a hole in the recording from the reference', async (t) => {
  const session = open()
  session.play(START_US + 1_000_000, utf8Bytes(marketTexts.snapshot(2, [[6_000_000, 5]], [[6_000_100, 5]])))
  session.play(START_US + 1_100_000, diff(3, 3))
  for (const id of [5, 6, 7, 8]) session.play(START_US + 1_000_000 + id * 100_000, diff(id, id))
  t.match(session.end(), { gaps: 1, stalePeriods: 1, unhealed: 0, wrongWhileValid: 0 })
})

t.test('says so when a frame is unreadable', async (t) => {
  const session = open()
  t.equal(session.play(START_US + 1_000_000, utf8Bytes('{"stream":"btcusdt@depth@100ms","data":{}}')), 'garbled')
})
