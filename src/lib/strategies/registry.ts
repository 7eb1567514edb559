import { Default } from 'typebox/value'
import { TradeError } from '../base/errors.ts'
import { nearest } from '../base/nearest.ts'
import { validator } from '../codec/schema.ts'
import { maker } from './maker.ts'
import { noop } from './noop.ts'
import type { Strategy } from './strategy.ts'

const BUILT_IN: ReadonlyMap<string, () => Strategy> = new Map([
  ['maker', maker as () => Strategy],
  ['noop', noop],
])

/** A fresh instance of a built-in strategy and its checked parameters; an unknown name or a bad parameter is a TradeError with exit code 2. */
export const loadStrategy = (name: string, params: unknown): { readonly strategy: Strategy; readonly params: unknown } => {
  const create = BUILT_IN.get(name)
  if (create === undefined) {
    const names = nearest(name, BUILT_IN.keys())
    throw new TradeError('STRATEGY_UNKNOWN', `unknown strategy '${name}'`, {
      exit: 2,
      hint: `known: ${(names.length > 0 ? names : [...BUILT_IN.keys()]).join(', ')}`,
    })
  }
  const strategy = create()
  const checked = validator(strategy.params)(Default(strategy.params, params))
  if (!checked.ok) throw new TradeError('STRATEGY_PARAMS', `parameters of '${name}': ${checked.error}`, { exit: 2 })
  return { strategy, params: checked.value }
}
