import { TradeError } from '../base/errors.ts'
import type { ServiceRecord } from '../contracts/service-record.ts'
import type { Places } from '../io/run-directory.ts'
import { findServices } from '../io/service-record.ts'
import { EXIT } from './exit.ts'
import { refusalError } from './order-exit.ts'
import { type CliPeer, openPeer } from './peer.ts'
import { askUntil } from './viewer.ts'

const ASK_WITHIN_MS = 5_000

/** The record of the exec of this profile; exit code 3 when none runs. */
export const execRecord = (places: Places): ServiceRecord => {
  const found = findServices(places.run).find(({ record, alive }) => alive && record.svc === 'exec')
  if (found !== undefined) return found.record
  throw new TradeError('NOT_RUNNING', "no 'exec' runs in this profile", { exit: EXIT.notRunning, hint: 'trade exec, or trade up for the whole chain' })
}

/** Lets `use` talk to the exec of this profile; exit code 3 when none runs. */
export const withExec = async <T>(places: Places, use: (peer: CliPeer) => Promise<T>): Promise<T> => {
  execRecord(places)
  const peer = await openPeer(places)
  try {
    return await use(peer)
  } finally {
    await peer.close()
  }
}

/** The answer to a question that changes nothing; a refusal is thrown with its exit code. */
export const askService = async <T>(peer: CliPeer, call: { readonly service: string; readonly method: string; readonly body: object }): Promise<T> => {
  const answer = await askUntil(peer, call, ASK_WITHIN_MS)
  if (answer.ok) return answer.body as T
  throw refusalError(answer.error)
}

/** The same of exec. */
export const askExec = <T>(peer: CliPeer, method: string, body: object): Promise<T> => askService(peer, { service: 'exec', method, body })
