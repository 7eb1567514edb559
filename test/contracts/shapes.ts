import { type Contracts, messagesOf } from './messages.ts'

/** A JSON Schema without its prose. */
export type Shape = Readonly<Record<string, unknown>>
/** The shapes of one plane's messages by name. */
export type Shapes = Readonly<Record<string, Shape>>

/** Keywords whose members are schemas under names of the message's own. */
const NAMED: ReadonlySet<string> = new Set(['properties', 'patternProperties'])
const PROSE: ReadonlySet<string> = new Set(['description', 'title', 'default'])

const isMap = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)

const ofNamed = (value: Shape): Shape => Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, ofValue(schema)]))

const ofValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ofValue)
  return isMap(value) ? shapeOf(value) : value
}

const shapeOf = (schema: Shape): Shape =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !PROSE.has(keyword))
      .map(([keyword, value]) => [keyword, NAMED.has(keyword) && isMap(value) ? ofNamed(value) : ofValue(value)]),
  )

/** The shapes of every plane; the frames themselves belong to the envelope. */
export const shapesOf = (contracts: Contracts): Readonly<Record<string, Shapes>> => {
  const planes: Record<string, Record<string, Shape>> = {}
  const add = (plane: string, name: string, schema: object): void => {
    planes[plane] = { ...planes[plane], [name]: shapeOf(schema as Shape) }
  }
  for (const [frame, schema] of Object.entries(contracts.frames)) add('envelope', `frame.${frame}`, schema)
  for (const { plane, name, schema } of messagesOf(contracts)) add(plane, name, schema)
  return planes
}
