import type { SeriesRow } from '../../src/lib/contracts/series.ts'

export const topRow = (atUs: number, symbol = 'BTCUSDT'): Extract<SeriesRow, { table: 'tops' }> => ({
  table: 'tops',
  row: { symbol, atUs, updateId: atUs, bid: '60000.01', bidQty: '0.00001', ask: '60000.02', askQty: '1.5' },
})

export const stateRow = (atUs: number): Extract<SeriesRow, { table: 'states' }> => ({
  table: 'states',
  row: { symbol: 'BTCUSDT', atUs, state: 'stale', reason: 'a diff is missing' },
})

const prices = { open: '1', high: '2', low: '0.5', close: '1.5', volume: '10', value: '15.000000000000000001', buyVolume: '4' }

export const barRow = (closeUs: number, spec = '1m', trades = 40): Extract<SeriesRow, { table: 'bars' }> => ({
  table: 'bars',
  row: { symbol: 'BTCUSDT', spec, openUs: closeUs - 60_000_000, closeUs, ...prices, trades },
})
