import t from 'tap'
import type { SimOut, Turn } from '../../../../src/daemons/sim/events.ts'
import { createCheckpoints } from '../../../../src/daemons/sim/market/checkpoints.ts'
import { decimalInstrument } from '../../../../src/daemons/sim/market/instruments.ts'
import { createLineStage } from '../../../../src/daemons/sim/market/line-stage.ts'
import { createRecordedMarket } from '../../../../src/daemons/sim/market/recorded-market.ts'
import { createPublicStreams } from '../../../../src/daemons/sim/spot/public-streams.ts'
import { createStreams } from '../../../../src/daemons/sim/spot/streams.ts'
import { createTruthLog } from '../../../../src/daemons/sim/trading/truth.ts'
import { epochUs } from '../../../../src/lib/base/units.ts'
import type { CommonOut } from '../../../../src/lib/daemon/effects.ts'
import { QUIET_MARKET, recordedDiff } from '../../../kit/sim-desk.ts'

const rig = () => {
  const outs: Array<SimOut | CommonOut> = []
  const turn: Turn = { nowUs: epochUs(1_700_000_000_000_000), emit: (out) => void outs.push(out) }
  const market = createRecordedMarket(decimalInstrument('BTCUSDT', 2, 5), () => undefined)
  const streams = createStreams()
  streams.open('s1', '/stream', 'streams=btcusdt@depth@100ms')
  const board = {
    recorded: new Map([['BTCUSDT', market]]),
    streams,
    checkpoints: createCheckpoints(createTruthLog(0)),
    publisher: createPublicStreams(streams, () => market),
  }
  const loaded: string[] = []
  const stage = createLineStage({
    board: () => board,
    nearest: () => (market.replica.ready ? undefined : market),
    snapshotLoaded: (product, symbol) => void loaded.push(`${product} ${symbol}`),
  })
  const apply = (lines: readonly string[], { round = 0, tell = true } = {}): Array<string | null> =>
    lines.map((line, index) => stage.apply({ line, place: { file: 'f', line: index + 1, round }, tell }, turn))
  const sent = () => outs.flatMap((out) => (out.type === 'socket.send' ? [out.text] : []))
  return { stage, apply, sent, loaded, market }
}

t.test('loads a book, applies what follows, and hands frames on byte for byte', async (t) => {
  const { apply, sent, loaded, market, stage } = rig()
  apply(QUIET_MARKET)
  const next = recordedDiff(20, [6, 7], { b: [['100.00', '2']] })
  apply([next])
  t.strictSame(loaded, ['spot BTCUSDT'])
  t.strictSame([market.replica.updateId, market.replica.lotsAt('buy', 10_000)], [7, 200_000])
  t.equal(sent().at(-1), next.slice(next.indexOf(' ') + 1))
  t.equal(stage.playedCount, 4)
})

t.test('tells nobody of what an earlier run has told', async (t) => {
  const { apply, sent, market } = rig()
  apply([...QUIET_MARKET, recordedDiff(20, [6, 7], {})], { tell: false })
  t.strictSame([sent(), market.replica.updateId], [[], 7])
})

t.test('leads the book back to its snapshot at the beginning of a round', async (t) => {
  const { apply, sent, market, stage } = rig()
  const lines = [...QUIET_MARKET, recordedDiff(500, [6, 7], { b: [['100.01', '2']], a: [['100.01', '0']] })]
  apply(lines)
  t.equal(stage.dueUs(lines[0] ?? '', 1) - stage.dueUs(lines[0] ?? '', 0), 1_500_000)
  apply([lines[0] ?? ''], { round: 1 })
  t.match(JSON.parse(sent().at(-1) ?? ''), {
    stream: 'btcusdt@depth@100ms',
    data: { U: 8, u: 8, b: [['100.01000000', '0.00000000']], a: [['100.01', '1']] },
  })
  t.strictSame([market.touchTicks('buy'), market.touchTicks('sell'), market.replica.gapCount], [10_000, 10_001, 0])
  apply(lines.slice(1), { round: 1 })
  t.match(JSON.parse(sent().at(-1) ?? ''), { data: { U: 9, u: 10 } })
  t.equal(market.replica.gapCount, 0)
})

t.test('says what is wrong with a damaged line', async (t) => {
  const { apply } = rig()
  const [good, bad] = apply([QUIET_MARKET[0] ?? '', '1723161253500000000 {"stream":'])
  t.equal(good, null)
  t.match(bad, /JSON/)
})
