import t from 'tap'
import { binanceOrders } from '../../src/lib/venues/binance/orders.ts'
import { binanceUsdmOrders } from '../../src/lib/venues/binance-usdm/orders.ts'
import { execConformance } from './exec-conformance.ts'
import { simBench } from './sim-bench.ts'
import { ternBench } from './tern/bench.ts'

execConformance(t, 'Binance Spot', simBench({ orders: binanceOrders, route: 'rest', apiPath: '/ws-api/v3', isFutures: false }))
execConformance(t, 'Binance USD-M', simBench({ orders: binanceUsdmOrders, route: 'rest', apiPath: '/ws-fapi/v1', isFutures: true }))
execConformance(t, 'a venue with habits of its own', ternBench)
