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

const act = (http: string, body: object) => fetch(`http://${http}/sim/act`, { method: 'POST', body: JSON.stringify(body) })
const statusesOf = async (http: string): Promise<readonly string[]> =>
  (await get<{ symbols: ReadonlyArray<{ status: string }> }>(http, '/api/v3/exchangeInfo')).symbols.map(({ status }) => status)

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
  await act(http.venue, { act: 'refuse', forMs: 2_000 })
  await act(http.venue, { act: 'disconnect' })
  await until('markets without a book are closed', async () => (await statusesOf(http.paper)).every((status) => status === 'BREAK'), WITHIN)
  await until('they open with their books', async () => (await statusesOf(http.paper)).every((status) => status === 'TRADING'), WITHIN)
  for (const symbol of SYMBOLS.split(',')) {
    const [theirs, ours] = await sameBook(http, symbol)
    t.strictSame(ours, theirs, `${symbol} after the cut`)
  }
})
