import { Buffer } from 'node:buffer'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { METHODS, TOPICS } from '../../src/lib/contracts/topology.ts'
import { examples } from './examples.ts'
import { frameBytes } from './frames.ts'
import { type Contracts, type Message, messagesOf } from './messages.ts'
import { shapesOf } from './shapes.ts'

const HEX_PER_LINE = 96

const folderOf = (contracts: Contracts, plane: string): string => `${plane}-${contracts.versions[plane]}`

const hexLines = (bytes: Uint8Array): string =>
  `${Buffer.from(bytes)
    .toString('hex')
    .replace(new RegExp(`(.{${HEX_PER_LINE}})(?=.)`, 'g'), '$1\n')}\n`

/** The bytes of a golden file. */
export const goldenBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll('\n', ''), 'hex'))

/** Who sends a message in the golden bytes: the first that the topology lists. */
const senderOf = ({ frame, route }: Message): string => {
  const senders = { published: TOPICS[route]?.by, request: METHODS[route]?.callers[0], answer: METHODS[route]?.by[0] }
  return senders[frame] ?? ''
}

const variantFiles = (contracts: Contracts, message: Message): Array<readonly [string, string]> =>
  Object.entries(examples[message.name] ?? {}).map(([variant, body]) => [
    `${folderOf(contracts, message.plane)}/${message.name}.${variant}.hex`,
    hexLines(frameBytes(message, senderOf(message), body)),
  ])

/** What the golden folder holds for these contracts: texts by path, the shape of every plane among them. */
export const goldenFiles = (contracts: Contracts): ReadonlyMap<string, string> => {
  const messages = new Map(messagesOf(contracts).map((message) => [message.name, message]))
  const shapes = Object.entries(shapesOf(contracts)).map(
    ([plane, shape]) => [`${folderOf(contracts, plane)}/schema.json`, `${JSON.stringify(shape, null, 1)}\n`] as const,
  )
  return new Map([...shapes, ...[...messages.values()].flatMap((message) => variantFiles(contracts, message))])
}

/** Writes the files that the folder lacks; it never touches one that is there. The paths written. */
export const writeMissing = (folder: string, files: ReadonlyMap<string, string>): readonly string[] => {
  mkdirSync(folder, { recursive: true })
  const present = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }))
  const missing = [...files].filter(([path]) => !present.has(path))
  for (const [path, text] of missing) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return missing.map(([path]) => path)
}

export const readGolden = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')
