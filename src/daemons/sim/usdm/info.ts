import type { Instrument } from '../../../lib/model/instrument.ts'
import { LIQUIDATION_FEE } from './clearance.ts'
import { contractPrice, contractQty } from './number-texts.ts'

const FOREVER_MS = 4_133_404_800_000
const ONBOARD_MS = 1_569_398_400_000
const ORDERS_MAX = 200
const ALGO_MAX = 10

const filtersOf = (instrument: Instrument): ReadonlyArray<Record<string, unknown>> => {
  const lots = {
    minQty: contractQty(instrument, instrument.minQtyLots),
    maxQty: contractQty(instrument, instrument.maxQtyLots),
    stepSize: contractQty(instrument, 1),
  }
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: contractPrice(instrument, instrument.minPriceTicks),
      maxPrice: contractPrice(instrument, instrument.maxPriceTicks),
      tickSize: contractPrice(instrument, 1),
    },
    { filterType: 'LOT_SIZE', ...lots },
    { filterType: 'MARKET_LOT_SIZE', ...lots },
    { filterType: 'MAX_NUM_ORDERS', limit: ORDERS_MAX },
    { filterType: 'MAX_NUM_ALGO_ORDERS', limit: ALGO_MAX },
    { filterType: 'MIN_NOTIONAL', notional: instrument.minNotional },
    { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
  ]
}

/** One entry of the venue's list of contracts. */
export const contractInfo = (instrument: Instrument): Record<string, unknown> => ({
  symbol: instrument.symbol,
  pair: instrument.symbol,
  contractType: 'PERPETUAL',
  deliveryDate: FOREVER_MS,
  onboardDate: ONBOARD_MS,
  status: 'TRADING',
  maintMarginPercent: '2.5000',
  requiredMarginPercent: '5.0000',
  baseAsset: instrument.baseAsset,
  quoteAsset: instrument.quoteAsset,
  marginAsset: instrument.quoteAsset,
  pricePrecision: instrument.priceDecimals,
  quantityPrecision: instrument.qtyDecimals,
  baseAssetPrecision: 8,
  quotePrecision: 8,
  underlyingType: 'COIN',
  underlyingSubType: [],
  settlePlan: 0,
  triggerProtect: '0.0500',
  liquidationFee: LIQUIDATION_FEE,
  marketTakeBound: '0.05',
  maxMoveOrderLimit: 10_000,
  filters: filtersOf(instrument),
  orderTypes: ['LIMIT', 'MARKET', 'STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'],
  timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
})
