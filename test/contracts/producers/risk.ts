import type { RiskOut } from '../../../src/daemons/risk/events.ts'
import { openDesk } from '../../kit/risk-desk.ts'
import { answerOf, type Produced, sentBy } from './produced.ts'

/** risk allows and denies, is halted and resumed, and tells what happened. */
export const riskMessages = (): Produced[] => {
  const desk = openDesk()
  const outs: RiskOut[] = []
  const answers: Produced[] = []
  const ask = (method: string, body: unknown): void => {
    const asked = desk.ask(method, body)
    outs.push(...asked.outs)
    answers.push(answerOf(method, asked.answer))
  }
  answers.push({ name: 'risk.check.answer', body: desk.check() }, { name: 'risk.check.answer', body: desk.check({ qty: '11', price: null, type: 'market' }) })
  ask('risk.halt', { level: 'K2', reason: 'drawdown', by: 'ann' })
  ask('risk.resume', { level: 'K1', reason: 'looked at', by: 'ann' })
  ask('events.since', { stream: 'risk.events', after: 0, max: 1_000 })
  return [
    ...sentBy(desk.state.recorded.events.map(({ type, body }) => ({ type: 'publish', topic: 'risk.events', kind: type, body }))),
    ...sentBy(outs),
    ...answers,
  ]
}
