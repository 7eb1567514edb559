import { createHash } from 'node:crypto'
import process from 'node:process'
import { policyText, RiskConfig } from '../../src/daemons/risk/config.ts'
import { riskDaemon } from '../../src/daemons/risk/shell.ts'
import { openHost, runHosted } from '../../src/lib/cli/daemon-host.ts'
import { conclude } from '../../src/lib/codec/settings.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'

/** Room for thousands of open orders and a hundred new ones a second: here it is exec that is proved, not a policy. */
const POLICY = {
  ordersPerS: 1_000,
  burstCount: 1_000,
  maxOpenOrdersCount: 10_000,
  limits: { '*': { maxQty: '1000000', maxNotional: '10000', maxPosition: '1000000000', collarBps: 1_000, maxOpenOrdersCount: 10_000 } },
}

const [dir = ''] = process.argv.slice(2)
const policy = conclude(RiskConfig, POLICY, 'risk')
const config = { ...policy, policyVersion: createHash('sha256').update(policyText(policy)).digest('hex') }
const host = openHost('risk', findPlaces({ dir }), { http: '127.0.0.1:0', verbose: false })
process.exitCode = await runHosted(host, { spec: riskDaemon(), journaled: true, compose: (base) => ({ config, ports: base }) })
