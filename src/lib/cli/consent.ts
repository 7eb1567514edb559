import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { isLoopbackUrl } from '../io/loopback.ts'
import type { Places } from '../io/run-directory.ts'
import { execRecord } from './exec-peer.ts'
import { EXIT } from './exit.ts'
import { askLine } from './prompt.ts'

/** How much harm an act can do where money is real. */
export interface Act {
  readonly danger: 'moderate' | 'severe'
  /** What would happen, as a sentence. */
  readonly summary: string
}

export interface ConsentFlags {
  readonly yes: boolean
  readonly confirm?: string | undefined
}

/** The venue that exec trades on, as users name the account; null for the simulator. */
const accountOf = (places: Places): string | null => {
  const { endpoint } = execRecord(places)
  return endpoint === undefined || isLoopbackUrl(endpoint) ? null : new URL(endpoint).host
}

const refuse = (summary: string, hint: string): TradeError => new TradeError('NOT_CONFIRMED', `${summary}: not confirmed`, { exit: EXIT.usage, hint })

const typed = async (question: string): Promise<string> => (process.stdin.isTTY && process.stderr.isTTY ? askLine(question) : '')

/** Makes sure that a human wants it. On the simulator nothing is asked; elsewhere `--yes` or an answer, and for what is severe the account's name. */
export const requireConsent = async (places: Places, { danger, summary }: Act, flags: ConsentFlags): Promise<void> => {
  const account = accountOf(places)
  if (account === null) return
  if (danger === 'severe') {
    const name = flags.confirm ?? (await typed(`${summary}\nLIVE: type ${account} to go on: `))
    if (name !== account) throw refuse(summary, `--confirm ${account}`)
    return
  }
  if (!flags.yes && !/^y(es)?$/i.test(await typed(`${summary}\nLIVE: go on? [y/N] `))) throw refuse(summary, '--yes')
}
