import { maker } from '../../../src/lib/strategies/maker.ts'
import { loadStrategy } from '../../../src/lib/strategies/registry.ts'
import { asked, runningDesk, stratDesk } from '../../kit/strat-desk.ts'
import { strategyRig } from '../../kit/strategy-rig.ts'
import { type Produced, sentBy } from './produced.ts'

/** strat clears old orders, and its maker quotes, withdraws and wants a snapshot. */
export const stratMessages = (): Produced[] => {
  const desk = runningDesk()
  const rig = strategyRig(maker(), loadStrategy('maker', {}).params)
  rig.begin()
  rig.touch(60_000)
  rig.wait(250_000)
  rig.touch(70_000)
  const outs = rig.said.flatMap((message) => {
    const made = desk.say(message)
    return message.type === 'submit' ? [...made, ...desk.answer(asked(made).id, { clientOrderId: `t-${message.request.intentId}` })] : made
  })
  return [...sentBy(stratDesk().caughtUp()), ...sentBy(outs)]
}
