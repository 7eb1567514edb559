import t from 'tap'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import { binanceUsdmOrders } from '../../src/lib/venues/binance-usdm/orders.ts'
import { conformance } from './conformance.ts'
import { simBench } from './sim-bench.ts'
import { ternBench } from './tern/bench.ts'

for (const route of ['rest', 'api'] as const) {
  conformance(t, `Binance Spot over ${route}`, simBench({ orders: binanceOrders, route, apiPath: '/ws-api/v3', isFutures: false }))
  conformance(t, `Binance USD-M over ${route}`, simBench({ orders: binanceUsdmOrders, route, apiPath: '/ws-fapi/v1', isFutures: true }))
}

conformance(t, 'a venue with habits of its own', ternBench)
