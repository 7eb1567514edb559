import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { type CliPeer, openPeer } from '../../src/lib/cli/peer.ts'
import type { Order, StatusAnswer } from '../../src/lib/contracts/exec.ts'
import type { HaltAnswer, HaltLevel } from '../../src/lib/contracts/risk.ts'
import { payloadOf } from '../../src/lib/daemon/recorder.ts'
import { readJournal } from '../../src/lib/io/journal-reader.ts'
import { findPlaces } from '../../src/lib/io/run-directory.ts'
import type { DecodedFrame, TruthRecord } from '../../src/lib/verify/evidence.ts'
import { recordsIn, serviceUp, stackDir, trade } from '../kit/cli.ts'
import { until } from '../kit/until.ts'

const GRACE_US = 100_000
const ASK_TIMEOUT_US = 2_000_000
const WAIT = { withinMs: 30_000, everyMs: 100 }

const dir = stackDir(t)
const place = ['--dir', dir]
const killFile = join(dir, 'run/KILL')

/** From the end of the grace after a halt to the next resume. */
interface Quiet {
  readonly fromUs: number
  readonly toUs: number
}
const quiets: Quiet[] = []

/** The frames of a daemon's journal above `after`. */
const framesOf = (service: string, after = 0): DecodedFrame[] =>
  readJournal(join(dir, 'data', service, 'journal'))
    .frames.filter(({ seq }) => seq > after)
    .map((frame) => ({ ...frame, payload: payloadOf(frame) as DecodedFrame['payload'] }))

const lastSeq = (): number => framesOf('exec').at(-1)?.seq ?? 0

const firstHalt = (service: string, after = 0): Promise<DecodedFrame> =>
  until(`${service} records a halt`, () => framesOf(service, after).find(({ type }) => type === 'HALT'), WAIT)

const execAtLevel = (level: HaltLevel, after: number): Promise<DecodedFrame> =>
  until(`exec is at ${level}`, () => framesOf('exec', after).find(({ type, payload }) => type === 'HALT' && payload.level === level), WAIT)

const sendsAbove = (after: number): DecodedFrame[] => framesOf('exec', after).filter(({ type }) => type === 'SEND')

const ordersSent = (after: number): Promise<unknown> => until('exec sends orders', () => sendsAbove(after).length >= 2, WAIT)

const orderIn = ({ payload }: DecodedFrame): Partial<Order> => (payload as { event?: { body?: { order?: Order } } }).event?.body?.order ?? {}

/** The strategy still wants to trade, else it proves nothing that exec sends no order. */
const refusedAbove = (after: number): Promise<DecodedFrame> =>
  until('exec refuses an order', () => framesOf('exec', after).find((frame) => orderIn(frame).status === 'DENIED' && orderIn(frame).reason === 'HALTED'), WAIT)

/** What the venue has accepted while nothing should have reached it. */
const acceptsIn = ({ fromUs, toUs }: Quiet): TruthRecord[] =>
  recordsIn(readFileSync(join(dir, 'data/sim/truth.ndjson'), 'utf8'))
    .map((record) => record as unknown as TruthRecord)
    .filter(({ type, tsUs }) => type === 'accept' && tsUs > fromUs && tsUs < toUs)

/** Orders whose fate is open, as exec knows it; null when it did not answer. */
const liveOrders = async (peer: CliPeer): Promise<readonly Order[] | null> => {
  const answer = await peer.ask({ service: 'exec', method: 'order.status', body: {}, timeoutUs: ASK_TIMEOUT_US })
  return answer.ok ? (answer.body as StatusAnswer).orders : null
}

const atRest = (peer: CliPeer): Promise<unknown> => until('no order lives', async () => (await liveOrders(peer))?.length === 0, WAIT)

const resume = async (peer: CliPeer, level: HaltLevel): Promise<HaltLevel> => {
  const body = { level, reason: 'the cause is found', by: 'alice' }
  const answer = await peer.ask({ service: 'risk', method: 'risk.resume', body, timeoutUs: ASK_TIMEOUT_US })
  if (!answer.ok) throw new Error(answer.error.message)
  return (answer.body as HaltAnswer).level
}

t.test('a run is halted by a file, resumed by a person and halted by a signal', async (t) => {
  t.equal((await trade(['up', '--bg', '--wait', '60s', ...place], { withinMs: 120_000 })).code, 0)
  const peer = await openPeer(findPlaces({ dir }))
  t.teardown(() => peer.close())

  await t.test('the file KILL ends every order and lets no other one out', async (t) => {
    await ordersSent(0)
    writeFileSync(killFile, '')
    const halt = await firstHalt('exec')
    t.match(halt.payload, { type: 'halt.set', scope: '*', level: 'K2', reason: 'file KILL' })
    t.match((await firstHalt('risk')).payload, { event: { type: 'risk.halted', body: { level: 'K2', reason: 'file KILL', by: 'file' } } })
    await refusedAbove(halt.seq)
    await atRest(peer)
    t.strictSame(sendsAbove(halt.seq), [])
    rmSync(killFile)
    quiets.push({ fromUs: halt.tsUs + GRACE_US, toUs: peer.clock.nowUs() })
  })

  await t.test('a person resumes step by step, and orders leave again', async (t) => {
    const after = lastSeq()
    t.equal(await resume(peer, 'K1'), 'K1')
    const reduced = await execAtLevel('K1', after)
    t.equal(await resume(peer, 'K0'), 'K0')
    const resumed = await execAtLevel('K0', reduced.seq)
    t.match(resumed.payload, { scope: '*', by: 'alice', reason: 'the cause is found' })
    await ordersSent(resumed.seq)
  })

  await t.test('SIGUSR2 to exec does the same', async (t) => {
    const after = lastSeq()
    process.kill((await serviceUp(dir, 'exec')).pid, 'SIGUSR2')
    const halt = await firstHalt('exec', after)
    t.match(halt.payload, { type: 'halt.set', scope: '*', level: 'K2', reason: 'raised by SIGUSR2', by: 'operator' })
    await refusedAbove(halt.seq)
    await atRest(peer)
    t.strictSame(sendsAbove(halt.seq), [])
    quiets.push({ fromUs: halt.tsUs + GRACE_US, toUs: Number.POSITIVE_INFINITY })
  })
})

t.test('a halted stack goes down in order, and the run proves itself', async (t) => {
  t.equal((await trade(['down', ...place], { withinMs: 90_000 })).code, 0)
  t.strictSame(quiets.map(acceptsIn), [[], []], 'the venue accepts nothing during a halt')
  const { code, stdout } = await trade(['verify', dir])
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { verify: 'ok', violations: [] })
})
