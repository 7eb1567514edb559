import t, { type Test } from 'tap'
import { serviceUp, stackDir, start } from '../kit/cli.ts'
import { until } from '../kit/until.ts'

interface SimState {
  readonly source: string
  readonly symbols: ReadonlyArray<{ readonly symbol: string; readonly updateId: number; readonly diffs: number; readonly gaps: number }>
}

interface Depth {
  readonly lastUpdateId: number
  readonly bids: ReadonlyArray<readonly [string, string]>
  readonly asks: ReadonlyArray<readonly [string, string]>
}

const SYMBOLS = 'BTCUSDT,ETHUSDT'
const WITHIN = { withinMs: 20_000, everyMs: 50 }

const get = async <T>(http: string, path: string): Promise<T> => (await fetch(`http://${http}${path}`)).json() as Promise<T>
const stateOf = (http: string) => get<SimState>(http, '/sim/state')
const depthOf = (http: string, symbol: string) => get<Depth>(http, `/api/v3/depth?symbol=${symbol}&limit=20`)

/** A simulator that another one follows on paper. */
const pair = async (t: Test) => {
  const [venueDir, paperDir] = [stackDir(t), stackDir(t)]
  start(t, ['sim', '--dir', venueDir, '--symbols', SYMBOLS, '--seed', '7'])
  const venue = (await serviceUp(venueDir, 'sim')).http
  start(t, ['sim', '--dir', paperDir, '--symbols', SYMBOLS, '--market', 'paper', '--endpoint', `http://${venue}`])
  const paper = (await serviceUp(paperDir, 'sim')).http
  return { venue, paper }
}

/** Both books at the same update, as clients see them. */
const sameBook = (http: { readonly venue: string; readonly paper: string }, symbol: string): Promise<readonly [Depth, Depth]> =>
  until(
    `one update of ${symbol} seen on both sides`,
    async () => {
      const [theirs, ours] = await Promise.all([depthOf(http.venue, symbol), depthOf(http.paper, symbol)])
      return theirs.lastUpdateId === ours.lastUpdateId ? ([theirs, ours] as const) : null
    },
    WITHIN,
  )

t.test('a paper market has the books of the venue that it follows, also after a cut', async (t) => {
  const http = await pair(t)
  await until('both books are followed', async () => (await stateOf(http.paper)).symbols.filter(({ diffs }) => diffs > 20).length === 2, WITHIN)
  t.equal((await stateOf(http.paper)).source, 'live')
  for (const symbol of SYMBOLS.split(',')) {
    const [theirs, ours] = await sameBook(http, symbol)
    t.strictSame(ours, theirs, symbol)
  }
  await fetch(`http://${http.venue}/sim/act`, { method: 'POST', body: '{"act":"disconnect","forMs":10}' })
  const before = (await stateOf(http.paper)).symbols.map(({ gaps }) => gaps)
  const isHealed = async () => {
    const { symbols } = await stateOf(http.paper)
    return symbols.every(({ gaps }, index) => gaps > (before[index] ?? 0))
  }
  await until('the hole is found', isHealed, WITHIN)
  for (const symbol of SYMBOLS.split(',')) {
    const [theirs, ours] = await sameBook(http, symbol)
    t.strictSame(ours, theirs, `${symbol} after the cut`)
  }
})
