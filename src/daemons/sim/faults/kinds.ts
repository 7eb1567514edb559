import type { HttpRequest } from '../events.ts'

/** What a request is about, as far as faults care. */
export type CallKind = 'orders' | 'snapshots' | 'other'

const ORDER_PATH = /\/(?:order|openOrders|allOpenOrders|batchOrders|algoOrder)/i
const ORDER_METHOD = /^(?:v\d\/)?(?:order|sor\.order|orderList|openOrders|algoOrder)\.(?:place|cancel|modify|amend|cancelAll|cancelReplace)/

export const kindOfCall = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): CallKind => {
  if (path.endsWith('/depth')) return 'snapshots'
  return method !== 'GET' && ORDER_PATH.test(path) ? 'orders' : 'other'
}

/** The same for a method of the WebSocket API. */
export const kindOfMethod = (method: string): CallKind => {
  if (method.replace(/^v\d\//, '') === 'depth') return 'snapshots'
  return ORDER_METHOD.test(method) ? 'orders' : 'other'
}

/** A change of a book as Kraken sends it; the whole of one has other names. */
const KRAKEN_CHANGE = /^\[\d+,\{"[ab]":/

export const isDiff = (text: string): boolean =>
  text.startsWith('{"e":"depthUpdate"') || (text.startsWith('{"stream"') && text.includes('"data":{"e":"depthUpdate"')) || KRAKEN_CHANGE.test(text)
export const isUserEvent = (text: string): boolean =>
  text.startsWith('{"subscriptionId"') ||
  /^(?:\{"stream":"[^"]{0,128}","data":)?\{"e":"(?:ORDER_TRADE_UPDATE|ACCOUNT_UPDATE|TRADE_LITE|ALGO_UPDATE)"/.test(text)
/** The answer to a subscription, also as Kraken sends it. */
export const isControlAnswer = (text: string): boolean =>
  text.startsWith('{"result":') || /^\{"(?:channelID|errorMessage)":[^{]{1,200}"event":"subscriptionStatus"/.test(text)
