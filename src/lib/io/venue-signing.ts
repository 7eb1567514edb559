import { must } from '../base/assert.ts'
import type { Signer } from '../ports/signer.ts'
import type { VenueFrame, VenueParams, VenueRequest } from '../ports/venue.ts'

/** The target of a REST call, `path?query`, and the headers it needs. */
export interface SignedTarget {
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

/** Parameters as a query, percent-encoded. */
const queryOf = (params: VenueParams): string => params.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')

/** The signature covers the query exactly as it is sent, percent-encoded. */
export const signRequest = ({ path, params, security }: VenueRequest, signer: Signer | undefined): SignedTarget => {
  const query = queryOf(params)
  const target = query === '' ? path : `${path}?${query}`
  if (security === 'none') return { target, headers: {} }
  const key = must(signer, `the key that '${path}' needs`)
  if (security === 'key') return { target, headers: { 'X-MBX-APIKEY': key.apiKey } }
  return { target: `${path}?${query === '' ? '' : `${query}&`}signature=${encodeURIComponent(key.sign(query))}`, headers: { 'X-MBX-APIKEY': key.apiKey } }
}

/** The text of a frame; the signature covers all params with the key, sorted by name and not percent-encoded. */
export const frameText = ({ id, method, params, sign }: VenueFrame, signer: Signer | undefined): string => {
  if (!sign) return JSON.stringify({ id, method, params })
  const key = must(signer, `the key that '${method}' needs`)
  const sorted = Object.entries({ ...params, apiKey: key.apiKey }).sort(([a], [b]) => (a < b ? -1 : 1))
  const signature = key.sign(sorted.map(([name, value]) => `${name}=${value}`).join('&'))
  return JSON.stringify({ id, method, params: { ...Object.fromEntries(sorted), signature } })
}
