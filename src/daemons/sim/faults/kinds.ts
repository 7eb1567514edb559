import type { HttpRequest } from '../events.ts'

type Call = Pick<HttpRequest, 'method' | 'path'>

export const isOrderCall = ({ method, path }: Call): boolean => method !== 'GET' && /\/(?:order|openOrders|allOpenOrders|batchOrders|algoOrder)/i.test(path)
export const isSnapshotCall = ({ path }: Call): boolean => path.endsWith('/depth')
export const isDiff = (text: string): boolean =>
  text.startsWith('{"e":"depthUpdate"') || (text.startsWith('{"stream"') && text.includes('"data":{"e":"depthUpdate"'))
export const isUserEvent = (text: string): boolean =>
  text.startsWith('{"subscriptionId"') || /^\{"e":"(?:ORDER_TRADE_UPDATE|ACCOUNT_UPDATE|TRADE_LITE)"/.test(text)
export const isControlAnswer = (text: string): boolean => text.startsWith('{"result":')
