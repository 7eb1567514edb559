import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { type CcxtLinkOptions, openCcxtLink } from '../../../src/lib/io/ccxt-link.ts'
import { systemClock } from '../../../src/lib/io/clock.ts'
import type { VenueResult } from '../../../src/lib/ports/venue.ts'
import { ccxtMarket } from '../../../src/lib/venues/ccxt/market.ts'
import type { MarketEvent } from '../../../src/lib/venues/market.ts'
import { until } from '../../kit/until.ts'

const module = pathToFileURL(resolve(import.meta.dirname, '../../fixtures/ccxt-fake/index.js')).href
const market = ccxtMarket('fake')
const open = (options: Partial<CcxtLinkOptions> = {}) => openCcxtLink({ id: 'fake', clock: systemClock(), module, ...options })

const ask = async (link: ReturnType<typeof open>): Promise<VenueResult> => {
  let result: VenueResult | undefined
  link.send(market.instruments(), 8_000_000, (answer) => {
    result = answer
  })
  return until('answer', () => result)
}

t.test('a venue of the library gives instruments, whole books, trades and best prices through its helper process', async (t) => {
  const link = open()
  t.teardown(() => link.close())
  const read = market.readInstruments(await ask(link))
  if (!read.ok) throw new Error(read.error.reason)
  t.match(read.value, [
    { symbol: 'BTC-USDT', status: 'trading', priceDecimals: 2, qtyDecimals: 5 },
    { symbol: 'ETH-USDT', status: 'halted', qtyDecimals: 8 },
  ])
  const instruments = new Map(read.value.map((instrument) => [instrument.symbol, instrument]))
  const events: MarketEvent[] = []
  let opened = false
  let closed = ''
  const socket = link.openSocket('/', {
    opened: () => {
      opened = true
    },
    text: () => undefined,
    bytes: (frame) => {
      const event = market.readFrame(frame, instruments)
      if (event.type !== 'garbled') events.push(event)
    },
    closed: (_code, reason) => {
      closed = reason
    },
  })
  await until('opened', () => opened)
  socket.send(
    market.subscribe(
      market.routes(['book', 'trades', 'ticker']).flatMap((route) => route.streams('ETH-USDT')),
      4,
    ),
  )
  await until('events', () => events.length === 4)
  t.match(
    events.toSorted((a, b) => (a.type < b.type ? -1 : 1)),
    [
      { type: 'answered', id: 4, problem: null },
      { type: 'book', symbol: 'ETH-USDT', eventUs: 5_000, bids: [10_001, 50_000_000], asks: [10_002, 10] },
      { type: 'ticker', bidTicks: 10_001, askLots: 200_000_000 },
      { type: 'trade', tradeId: 7, qtyLots: 25_000_000, aggressor: 'sell' },
    ],
  )
  socket.close()
  await until('closed', () => closed !== '')
  t.match(await ask(link), { ok: true }, 'a new process serves the next call')
})

t.test('each socket gets the frames of its own streams, and only its own end', async (t) => {
  const link = open()
  t.teardown(() => link.close())
  const listen = () => {
    const seen = { texts: [] as string[], closedCount: 0 }
    const socket = link.openSocket('/', {
      opened: () => undefined,
      text: (text) => void seen.texts.push(text),
      closed: () => {
        seen.closedCount += 1
      },
    })
    return { seen, socket }
  }
  const [one, other] = [listen(), listen()]
  one.socket.send(market.subscribe(['ticker:BTC-USDT'], 1))
  other.socket.send(market.subscribe(['trade:ETH-USDT'], 2))
  await until('frames of both', () => [one, other].every(({ seen }) => seen.texts.length === 2))
  const typesOf = ({ seen }: typeof one) => seen.texts.map((text) => JSON.parse(text)).map(({ type, symbol, id }) => [type, symbol ?? id])
  t.strictSame(typesOf(one).sort(), [
    ['answered', 1],
    ['ticker', 'BTC-USDT'],
  ])
  t.strictSame(typesOf(other).sort(), [
    ['answered', 2],
    ['trade', 'ETH-USDT'],
  ])
  other.socket.close()
  await until('the other is closed', () => other.seen.closedCount === 1)
  t.equal(one.seen.closedCount, 0)
  t.match(await ask(link), { ok: true }, 'requests still have a process')
})

t.test('a venue that the library does not know is named', async (t) => {
  const link = open({ id: 'nowhere' })
  t.teardown(() => link.close())
  t.match(await ask(link), { ok: false, reason: "venue 'nowhere' is unknown to ccxt" })
})

const isInstalled = (): boolean => {
  try {
    return createRequire(import.meta.url).resolve('ccxt') !== ''
  } catch {
    return false
  }
}

t.test('without the library it ends with 78 and says how to install it', { skip: isInstalled() && 'ccxt is installed' }, async (t) => {
  t.throws(() => openCcxtLink({ id: 'okx', clock: systemClock() }), { code: 'CCXT_MISSING', exit: 78, hint: 'npm install ccxt' })
})
