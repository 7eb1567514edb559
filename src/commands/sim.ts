import { dirname, join } from 'node:path'
import process from 'node:process'
import { Flags } from '@oclif/core'
import { type SimConfig, simDefaults } from '../daemons/sim/config.ts'
import { inferInstruments } from '../daemons/sim/market/recording-symbols.ts'
import { simDaemon } from '../daemons/sim/shell.ts'
import type { TruthRecord } from '../daemons/sim/trading/truth.ts'
import { DaemonCommand, daemonFlags } from '../lib/cli/daemon-command.ts'
import { openHost, runHosted } from '../lib/cli/daemon-host.ts'
import { speedValue, symbolValue } from '../lib/cli/flag-values.ts'
import { paperFeed } from '../lib/cli/paper-feed.ts'
import { readRecords } from '../lib/cli/run-files.ts'
import { type AccountKey, DEFAULT_ACCOUNT, KEY_FILE, parseAccount } from '../lib/cli/sim-accounts.ts'
import { openingAccounts } from '../lib/cli/sim-balances.ts'
import { checkChoice, checkContracts } from '../lib/cli/sim-choice.ts'
import { openRecordings, type SimRecordings } from '../lib/cli/sim-recordings.ts'
import { faultPlan, parseFeeAsset, parseLimits } from '../lib/cli/sim-settings.ts'
import { parseSockets } from '../lib/cli/sim-sockets.ts'
import { simCredentials } from '../lib/cli/simulator.ts'
import { tlsKeys } from '../lib/cli/tls-keys.ts'
import { FAULT_NAMES } from '../lib/contracts/faults.ts'
import { writeJsonFile } from '../lib/io/json-file.ts'
import { ensurePrivateFolder } from '../lib/io/private-folder.ts'
import { openRecordLog } from '../lib/io/record-log.ts'
import { verifySignature } from '../lib/io/signature-check.ts'
import { hmacSha256Hex } from '../lib/io/signer.ts'

interface SimFlags {
  readonly symbols: string[]
  readonly usdm: string[] | undefined
  readonly seed: number
  readonly speed: string
  readonly recording: string[] | undefined
  readonly limits: string | undefined
  readonly autostart: boolean
  readonly fault: string | undefined
  readonly market: string
  readonly balance: string[] | undefined
  readonly 'maker-fee-bps': number
  readonly 'taker-fee-bps': number
  readonly sockets: string | undefined
  readonly 'fee-asset': string | undefined
  readonly 'fee-discount-bps': number
}

/** Lines of each file that tell which contracts it has. */
const HEAD_COUNT = 2_000

const recordedContracts = ({ feed }: SimRecordings): string[] =>
  inferInstruments(feed?.heads(HEAD_COUNT) ?? []).flatMap(({ product, instrument }) => (product === 'usdm' ? [instrument.symbol] : []))

const configOf = (flags: SimFlags, accounts: readonly AccountKey[], recordings: SimRecordings): SimConfig => ({
  ...simDefaults,
  faults: faultPlan(flags.fault),
  market: flags.market as SimConfig['market'],
  makerFeeBps: flags['maker-fee-bps'],
  takerFeeBps: flags['taker-fee-bps'],
  ...(flags['fee-asset'] === undefined ? {} : { feeAsset: { ...parseFeeAsset(flags['fee-asset']), discountBps: flags['fee-discount-bps'] } }),
  symbols: flags.symbols,
  seed: flags.seed,
  recordings: [...recordings.names],
  speedRatio: Number(flags.speed),
  autostart: flags.autostart,
  usdm: { ...simDefaults.usdm, symbols: flags.usdm ?? [] },
  accounts: openingAccounts(accounts, flags.balance ?? []),
  limits: { ...simDefaults.limits, ...parseLimits(flags.limits) },
  sockets: { ...simDefaults.sockets, ...parseSockets(flags.sockets) },
})

export class Sim extends DaemonCommand {
  static override summary = 'a venue on loopback that speaks Binance spot and USD-M futures'
  static override description =
    'Plays recordings byte for byte, or a seeded market of its own, matches the orders of its clients and writes what really happened to truth.ndjson. ' +
    'GET and POST /sim/faults show and replace the faults, the body being a list as for --fault; ' +
    'POST /sim/act takes {"act":"disconnect","forMs":10000}, the acts being disconnect, half-open, refuse, limit, ban and shutdown; ' +
    '"scope" narrows them to sockets (streams, api, callers, user) or calls (orders, snapshots, other), "address" to one client; ' +
    '{"act":"deposit","account":"sim","asset":"USDT","amount":"100"} moves balances, as do withdraw, lock and unlock. ' +
    'The address of --http is that of REST, /ws, /stream, /ws-api/v3, /fapi, /public, /market, /private and /kraken too. ' +
    `Faults: ${FAULT_NAMES.join(' ')}.`
  static override examples = ['trade sim --seed 7', 'trade sim --recording btc.gz --speed 20', 'trade sim --http 127.0.0.1:8080 --symbols BTCUSDT,ETHUSDT']
  static override flags = {
    ...daemonFlags,
    symbols: Flags.string({ description: 'synthetic markets', multiple: true, delimiter: ',', default: ['BTCUSDT'], parse: symbolValue('symbols') }),
    usdm: Flags.string({ description: 'synthetic perpetual contracts of Binance USD-M', multiple: true, delimiter: ',', parse: symbolValue('usdm') }),
    seed: Flags.integer({ description: 'seed of the synthetic market', default: 1, min: 0 }),
    account: Flags.string({
      description: `account and key, repeatable: NAME:KEY:SECRET, or NAME:KEYFILE, readable by you alone: ${KEY_FILE}`,
      multiple: true,
    }),
    recording: Flags.string({
      description:
        'recorded market in the hftbacktest format, packed or plain, repeatable: merged by receive time; or a recorded connection to Kraken, served at /kraken',
      multiple: true,
      helpValue: 'FILE',
    }),
    loop: Flags.boolean({ description: 'play the recordings over and over, as one unbroken market', default: false }),
    speed: Flags.string({ description: 'divides the gaps between recorded frames', default: '1', parse: speedValue }),
    limits: Flags.string({ description: 'limits, like weight=6000/1m,orders=100/10s,openOrders=200,ordersPerDay=160000,raw=300000,ban=20' }),
    sockets: Flags.string({ description: 'times of sockets, like life=24h,ping=20s,silent=60s,attempts=300' }),
    fault: Flags.string({ description: 'what goes wrong: a comma list like drop:1%,delay:50ms,disconnect:10', helpValue: 'NAME:VALUE' }),
    balance: Flags.string({
      description: 'opening amounts of an account instead of 100000 USDT and 2 BTC, repeatable',
      multiple: true,
      helpValue: 'NAME:ASSET=AMOUNT,...',
    }),
    'maker-fee-bps': Flags.integer({ description: 'fee of a maker, basis points', default: simDefaults.makerFeeBps, min: 0, max: 1_000 }),
    'taker-fee-bps': Flags.integer({ description: 'fee of a taker, basis points', default: simDefaults.takerFeeBps, min: 0, max: 1_000 }),
    'fee-asset': Flags.string({
      description: 'asset that fees are paid in while an account has it, with its prices where no market tells them',
      helpValue: 'BNB:USDT=600',
    }),
    'fee-discount-bps': Flags.integer({ description: 'what paying in the fee asset takes off, basis points of the fee', default: 2_500, min: 0, max: 10_000 }),
    'tls-cert': Flags.string({ description: 'certificate in PEM; https and wss are spoken at the same address', helpValue: 'FILE', dependsOn: ['tls-key'] }),
    'tls-key': Flags.string({ description: 'key of the certificate in PEM, readable by you alone', helpValue: 'FILE', dependsOn: ['tls-cert'] }),
    market: Flags.string({
      description: 'who trades where nothing is recorded: a seeded flow, the clients alone, or on paper the venue of --endpoint',
      default: 'synthetic',
      options: ['synthetic', 'none', 'paper'],
    }),
    endpoint: Flags.string({ description: 'venue that a paper market follows, its public streams only; Binance by default', helpValue: 'URL' }),
    autostart: Flags.boolean({ description: 'play at once instead of at the first depth subscription', default: false }),
  }

  async run(): Promise<void> {
    const { flags } = await this.parse(Sim)
    checkChoice(flags)
    const accounts = flags.account?.map(parseAccount) ?? [DEFAULT_ACCOUNT]
    const recordings = openRecordings(flags.recording ?? [], flags.loop)
    if (flags.usdm !== undefined) checkContracts(flags.usdm, recordedContracts(recordings))
    const config = configOf(flags, accounts, recordings)
    const tls = tlsKeys(flags['tls-cert'], flags['tls-key'])
    const host = openHost('sim', this.places(flags), flags)
    const truth = join(host.data, 'truth.ndjson')
    const credentials = simCredentials(host.places)
    ensurePrivateFolder(dirname(credentials))
    writeJsonFile(credentials, { apiKey: accounts[0]?.apiKey, secret: accounts[0]?.secret })
    const log = openRecordLog(truth)
    const spec = simDaemon({
      hmac: hmacSha256Hex,
      publicKeys: Object.fromEntries(accounts.flatMap(({ apiKey, publicKey }) => (publicKey === undefined ? [] : [[apiKey, publicKey]]))),
      verify: verifySignature,
      secrets: Object.fromEntries(accounts.map(({ apiKey, secret }) => [apiKey, secret])),
      session: recordings.session,
      recovered: readRecords<TruthRecord>(truth),
    })
    const live = config.market === 'paper' ? { live: paperFeed({ endpoint: flags.endpoint, clock: host.clock, symbols: config.symbols }) } : {}
    process.exitCode = await runHosted(host, {
      spec,
      journaled: false,
      tls,
      compose: (base) => ({ config, ports: { ...base, feed: recordings.feed, truth: log, ...live } }),
    })
  }
}
