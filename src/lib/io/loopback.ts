import { isIPv4, isIPv6 } from 'node:net'
import { TradeError } from '../base/errors.ts'

/** Where a daemon listens. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

const PORT_MAX = 65_535
const PATTERN = /^(?:(?<host>[^:[\]]+|\[[0-9a-fA-F:.]+\]):)?(?<port>\d{1,5})$/

const isLoopback = (host: string): boolean => host === 'localhost' || (isIPv4(host) && host.startsWith('127.')) || (isIPv6(host) && /^(?:0*:)*0*1$/.test(host))

const refuse = (text: string, problem: string, hint: string): TradeError =>
  new TradeError('HTTP_ADDRESS', `cannot listen on '${text}': ${problem}`, { exit: 2, hint })

/** `[HOST:]PORT`; without a host 127.0.0.1. A malformed or a non-loopback address throws HTTP_ADDRESS (exit 2). */
export const parseListenAddress = (text: string): ListenAddress => {
  const groups = PATTERN.exec(text)?.groups
  const port = Number(groups?.port)
  if (groups === undefined || port > PORT_MAX)
    throw refuse(text, `it is no address, expected [HOST:]PORT with a port of at most ${PORT_MAX}`, 'use 127.0.0.1:0 for any free port')
  const host = (groups.host ?? '127.0.0.1').replace(/^\[|\]$/g, '')
  if (!isLoopback(host)) throw refuse(text, `'${host}' is no loopback address`, 'listen on 127.0.0.1 and put a proxy with TLS in front')
  return { host, port }
}

/** As it stands in a URL. */
export const formatAddress = ({ host, port }: ListenAddress): string => (isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`)

/** Whether a URL leads to this host alone. */
export const isLoopbackUrl = (text: string): boolean => isLoopback(URL.parse(text)?.hostname.replace(/^\[|\]$/g, '') ?? '')
