import t from 'tap'
import type { RiskInput } from '../../../src/daemons/risk/events.ts'
import { riskDaemon } from '../../../src/daemons/risk/shell.ts'
import type { CheckAnswer } from '../../../src/lib/contracts/risk.ts'
import { execStream } from '../../kit/exec-stream.ts'
import { RISK_CONFIG } from '../../kit/risk-desk.ts'
import { shellPorts } from '../../kit/shell-ports.ts'

const opened = () => {
  const kit = shellPorts()
  const offered: RiskInput[] = []
  const shell = riskDaemon().shell({ config: RISK_CONFIG, ports: kit.ports, offer: (input) => offered.push(input) })
  kit.advance(0)
  const answer = (events: unknown[], lastSeq: number): void => kit.calls.at(-1)?.done({ ok: true, epoch: 1, body: { epoch: 1, events, lastSeq, more: false } })
  return { kit, shell, answer, types: () => offered.map(({ type }) => type) }
}

t.test('says that exec is followed only when that changes', async (t) => {
  const { kit, answer, types } = opened()
  const stream = execStream()
  answer([stream.changed({})], 1)
  const event = stream.changed({})
  kit.deliver('exec.events', event.type, event.body)
  kit.advance(1_000_000)
  answer([], 2)
  t.strictSame(types(), ['exec.event', 'exec.caughtUp', 'exec.event'])
  kit.advance(5_000_000)
  t.strictSame(types().slice(3), ['exec.lost'])
  answer([], 2)
  t.strictSame(types().slice(4), ['exec.caughtUp'])
})

t.test('answers a check on the bus, leaves records to the journal, and closes everything', async (t) => {
  const { kit, shell } = opened()
  const answer: CheckAnswer = { verdict: 'allow', codes: [], policyVersion: 'p', riskSeq: 1, expiresUs: 2 }
  shell.perform({ type: 'check.answered', requestId: 'r', answer })
  shell.perform({ type: 'event.appended', event: { seq: 1, type: 'risk.denied', tsUs: 1, correlationId: 'c', body: {} } })
  t.strictSame(kit.replies, [['r', { ok: true, body: answer }]])
  t.strictSame(kit.subscribed(), ['exec.events', 'market_data.{symbol}.ticker'])
  shell.close(() => undefined)
  t.strictSame([kit.subscribed(), kit.waiting()], [[], 0])
})
