import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { Test } from 'tap'
import { serviceUp, stackDir, start } from '../kit/cli.ts'
import type { Access } from './spot-client.ts'

const fixtures = resolve(import.meta.dirname, '../fixtures')
const certificate = join(fixtures, 'loopback-cert.pem')

/** How the clients reach the venue. */
export type Transport = 'plain sockets' | 'TLS'

/** A simulator in a process of its own, with an account for each name. */
export interface Venue {
  /** How `account` comes in. */
  access(account: string): Access
  /** What really happened, as the venue wrote it down. */
  truth(): ReadonlyArray<Readonly<Record<string, unknown>>>
}

/** Everything in this process trusts the venue's certificate beside the usual ones. */
const trustFixture = (): void => setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificate, 'utf8')])

/** The key in a file of its own, since one that others can read is refused. */
const tlsFlags = (dir: string): string[] => {
  const key = join(dir, 'loopback-key.pem')
  writeFileSync(key, readFileSync(join(fixtures, 'loopback-key.pem')), { mode: 0o600 })
  return ['--tls-cert', certificate, '--tls-key', key]
}

export const startVenue = async (t: Test, transport: Transport, flags: readonly string[]): Promise<Venue> => {
  const dir = stackDir(t)
  const isSecure = transport === 'TLS'
  if (isSecure) trustFixture()
  const accounts = ['one', 'two'].flatMap((name) => ['--account', `${name}:${name}-key:${name}-secret`])
  start(t, ['sim', '--dir', dir, ...accounts, ...flags, ...(isSecure ? tlsFlags(dir) : [])])
  const { http } = await serviceUp(dir, 'sim')
  const records = join(dir, 'data/sim/truth.ndjson')
  return {
    access: (account) => ({ host: http, isSecure, apiKey: `${account}-key`, secret: `${account}-secret` }),
    truth: () => {
      const lines = readFileSync(records, 'utf8').split('\n').slice(0, -1)
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    },
  }
}
