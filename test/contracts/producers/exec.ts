import { Rig } from '../../daemons/exec/rig.ts'
import { answerOf, type Produced, sentBy } from './produced.ts'

/** exec agrees with its venue, takes an order that fills, one that is denied and one that is canceled, and is asked about them. */
export const execMessages = (): Produced[] => {
  const rig = new Rig().start()
  const answers: Produced[] = []
  const ask = (method: string, body: unknown): void => void answers.push(answerOf(method, rig.request(method, body)))
  const order = { intentId: 'maker-3-1', strategyId: 'maker', symbol: 'BTCUSDT', side: 'buy', type: 'limitMaker', tif: 'gtc', price: '100', qty: '1' } as const
  ask('order.submit', { ...order, postOnly: true, reduceOnly: false })
  rig.run(100_000)
  const filled = rig.submit({ price: '101' })
  rig.run(100_000)
  rig.venue.fill(filled, '1', '1')
  rig.risk = () => 'deny'
  rig.submit({ type: 'market', tif: 'ioc', side: 'sell', price: undefined as never })
  rig.run(100_000)
  ask('order.status', {})
  ask('order.cancel', { strategyId: 'maker' })
  rig.run(60_000_000)
  ask('order.status', { clientOrderId: filled })
  ask('order.status', { all: true, after: 0, limit: 1 })
  ask('order.check', { ...order, postOnly: true, reduceOnly: false })
  ask('exec.status', {})
  ask('exec.breaker', { group: 'query', state: 'disabled', by: 'ann' })
  rig.offer({ type: 'risk.caughtUp', lastSeq: 0 })
  rig.offer({ type: 'halt.raised', by: 'SIGUSR2' })
  ask('exec.resume', { scope: '*', level: 'K1', reason: 'looked into', by: 'ann' })
  ask('events.since', { stream: 'exec.events', after: 0, max: 1_000 })
  return [...sentBy(rig.outs), ...answers]
}
