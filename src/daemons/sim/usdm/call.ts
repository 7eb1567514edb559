import type { Turn } from '../events.ts'
import type { Params } from '../spot/params.ts'
import { refusals } from '../spot/refusal.ts'
import type { UsdmAccount } from './accounts.ts'
import type { Contract } from './contract.ts'
import type { Futures } from './futures.ts'

/** A call that passed the gate. */
export interface UsdmCall {
  readonly futures: Futures
  readonly params: Params
  readonly turn: Turn
}

/** A call of somebody. */
export interface UsdmAccountCall extends UsdmCall {
  readonly account: UsdmAccount
}

type Weight = (params: Params) => number

/** One endpoint. `key`: only the API key is asked for; `signed`: the signature too. */
export type UsdmRoute =
  | { readonly security: 'none'; readonly weight: Weight; readonly run: (call: UsdmCall) => unknown }
  | { readonly security: 'key' | 'signed'; readonly weight: Weight; readonly orders?: boolean; readonly run: (call: UsdmAccountCall) => unknown }

export type UsdmRoutes = Readonly<Record<string, UsdmRoute>>

export const fixed =
  (weight: number): Weight =>
  () =>
    weight

/** The contract that a call names; refused with -1102 or -1121. */
export const namedContract = ({ futures, params }: UsdmCall): Contract => {
  const contract = futures.contracts.get(params.need('symbol'))
  if (contract === undefined) throw refusals.symbol()
  return contract
}

/** The contract that a call names, or all of them. */
const askedContracts = (call: UsdmCall): { readonly one: boolean; readonly contracts: readonly Contract[] } =>
  call.params.get('symbol') === undefined ? { one: false, contracts: [...call.futures.contracts.values()] } : { one: true, contracts: [namedContract(call)] }

/** The answer to a question about one contract or all. */
export const perContract = (call: UsdmCall, read: (contract: Contract) => unknown): unknown => {
  const { one, contracts } = askedContracts(call)
  const rows = contracts.map(read)
  return one ? rows[0] : rows
}
