import { topicPattern } from '../../../src/lib/contracts/topology.ts'
import type { CommonOut } from '../../../src/lib/daemon/effects.ts'

/** A body that a real core made, and the message that it is. */
export interface Produced {
  readonly name: string
  readonly body: unknown
}

type Answer = Extract<CommonOut, { type: 'rpc.reply' }>['answer']

const isCommon = (out: { readonly type: string }): out is CommonOut => out.type === 'publish' || out.type === 'rpc.request'

/** What some effects put on the bus, answers excepted: those need their method, see `answerOf`. */
export const sentBy = (outs: ReadonlyArray<{ readonly type: string }>): Produced[] =>
  outs.filter(isCommon).flatMap((out): Produced[] => {
    if (out.type === 'rpc.request') return [{ name: `${out.method}.request`, body: out.body }]
    if (out.type !== 'publish') return []
    const stem = topicPattern(out.topic)
      .replace('{symbol}.', '')
      .replace(/\.\{\w+\}$/, '')
    return [{ name: stem.endsWith('.health') ? out.kind : `${stem}.${out.kind}`, body: out.body }]
  })

/** The answer to a method; a refusal is an Error. */
export const answerOf = (method: string, answer: Answer): Produced => {
  if (!answer.ok) throw new Error(`'${method}' was refused: ${answer.error.code}`)
  return { name: `${method}.answer`, body: answer.body }
}
