import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { ccxtSpot } from './ccxt-spot.ts'
import { ccxtUsdm } from './ccxt-usdm.ts'
import { binanceSpot } from './npm-spot.ts'
import { binanceUsdm } from './npm-usdm.ts'
import type { Connect, SpotClient } from './spot-client.ts'
import type { UsdmClient } from './usdm-client.ts'

const folder = join(import.meta.dirname, 'node_modules')

/** Options for `t.test(title, needsClients(), ...)`: skips by name, but fails the file when TRADE_TEST=system asks for the whole suite. */
export const needsClients = (): { skip: false | string } => {
  if (['ccxt', 'binance'].every((name) => existsSync(join(folder, name)))) return { skip: false }
  const reason = 'needs test/clients: npm ci --prefix test/clients'
  if (process.env.TRADE_TEST === 'system') throw new Error(reason)
  return { skip: reason }
}

/** Clients that others wrote, by the name of their package. */
export const spotClients: Readonly<Record<string, Connect<SpotClient>>> = { ccxt: ccxtSpot, binance: binanceSpot }

export const usdmClients: Readonly<Record<string, Connect<UsdmClient>>> = { ccxt: ccxtUsdm, binance: binanceUsdm }
