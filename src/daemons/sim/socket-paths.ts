/** Addresses of streams, of accounts' streams, of calls, and of a recorded Kraken. */
const PATHS = [/^(?:\/public|\/market|\/private)?\/(?:ws|stream)(?:\/|$)/, /^\/ws-(?:api|fapi)\//, /^\/private\//, /^\/kraken(?:\/|$)/]

/** True when the venue takes WebSockets at this path. */
export const isSocketPath = (path: string): boolean => PATHS.some((known) => known.test(path))
