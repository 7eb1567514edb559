import { toMoney } from '../../lib/base/money.ts'
import { add } from '../../lib/base/units.ts'
import type { Balance } from '../../lib/contracts/words.ts'
import type { ExecState } from './state.ts'

/** Takes what the venue says that the account has: of every asset, or of those that changed. */
export const takeBalances = (state: ExecState, balances: readonly Balance[], scope: 'all' | 'some'): void => {
  if (scope === 'all' || state.holdings === null) state.holdings = new Map()
  for (const { asset, free, locked } of balances) state.holdings.set(asset, add(toMoney(free), toMoney(locked)))
}
