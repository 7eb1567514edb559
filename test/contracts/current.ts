import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Contracts } from './messages.ts'

const load = createRequire(import.meta.url)

/** The contracts as the sources under `root` have them. */
export const contractsOf = (root: string): Contracts => {
  const from = (file: string): unknown => load(join(root, 'src/lib/contracts', file))
  const { TOPICS, METHODS } = from('topology.ts') as typeof import('../../src/lib/contracts/topology.ts')
  const { CONTRACTS } = from('hello.ts') as typeof import('../../src/lib/contracts/hello.ts')
  const { Envelope, RpcRequestFrame, RpcAnswerFrame } = from('envelope.ts') as typeof import('../../src/lib/contracts/envelope.ts')
  return { versions: CONTRACTS, topics: TOPICS, methods: METHODS, frames: { published: Envelope, request: RpcRequestFrame, answer: RpcAnswerFrame } }
}
