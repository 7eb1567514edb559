import { type Static, Type } from 'typebox'

/** Contract version of each plane as `major.minor`: a new optional field is a minor step, anything else a major one. */
export const CONTRACTS = { envelope: '1.0', market: '1.4', exec: '2.0', stream: '1.0', risk: '1.0', acct: '1.0', strat: '1.0', health: '1.0' } as const

/** Request `hello`: first on every connection. */
export const HelloRequest = Type.Object(
  { svc: Type.String(), epoch: Type.Integer(), contracts: Type.Record(Type.String(), Type.String({ pattern: '^\\d+\\.\\d+$' })) },
  { description: 'who connects, and what it speaks' },
)
export type HelloRequest = Static<typeof HelloRequest>
/** The answer says the same of the one who answers. */
export const HelloAnswer = Type.Object({ ...HelloRequest.properties }, { description: 'who answers, and what it speaks' })
export type HelloAnswer = Static<typeof HelloAnswer>

const majorOf = (version: string): string => version.split('.')[0] ?? ''

/** The first plane that both sides speak in different majors, as a sentence; null when they understand each other. */
export const contractConflict = (mine: Readonly<Record<string, string>>, theirs: Readonly<Record<string, string>>): string | null => {
  for (const [plane, version] of Object.entries(theirs)) {
    const own = mine[plane]
    if (own !== undefined && majorOf(own) !== majorOf(version)) return `contract '${plane}' is ${version}, this side speaks ${own}`
  }
  return null
}
