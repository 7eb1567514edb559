import t from 'tap'
import { recordsIn, serviceUp, stackDir, start, trade } from '../kit/cli.ts'
import { dataFile, needsData } from '../kit/data.ts'
import { until } from '../kit/until.ts'

const FILE = 'KRAKEN.ws.50.0.gz'
const CHECKS = 4_269
const SYMBOLS = ['WAVES-EUR', 'XMR-USD', 'KSM-BTC', 'GRT-ETH', 'SC-EUR', 'ETH-CHF', 'OCEAN-BTC', 'OMG-USD', 'BTC-CHF', 'ADA-BTC']

interface BookHealth {
  readonly state: string
  readonly checks: number
  readonly mismatches: number
  readonly resyncs: number
}

t.test('md follows a recorded connection to Kraken over a socket, every checksum right', needsData(FILE), async (t) => {
  const dir = stackDir(t)
  start(t, ['sim', '--dir', dir, '--recording', dataFile(FILE), '--speed', '20'])
  const { http } = await serviceUp(dir, 'sim')
  start(t, ['md', '--daemon', '--dir', dir, '--venue', 'kraken-v1', '--endpoint', `ws://${http}/kraken`, '--symbol', SYMBOLS.join(',')])
  await serviceUp(dir, 'md')
  const books = async (): Promise<readonly BookHealth[]> => {
    const { stdout } = await trade(['md', 'health', '--dir', dir])
    return recordsIn(stdout).flatMap((record) => record['books'] as readonly BookHealth[])
  }
  const sum = (list: readonly BookHealth[], name: 'checks' | 'mismatches' | 'resyncs'): number => list.reduce((all, book) => all + book[name], 0)
  const all = await until(
    'every checksum was seen',
    async () => {
      const seen = await books()
      return sum(seen, 'checks') >= CHECKS ? seen : null
    },
    { withinMs: 60_000, everyMs: 500 },
  )
  t.strictSame([sum(all, 'checks'), sum(all, 'mismatches'), sum(all, 'resyncs')], [CHECKS, 0, 0])
  t.ok(all.length === SYMBOLS.length && all.every(({ state }) => state === 'valid'))
})
