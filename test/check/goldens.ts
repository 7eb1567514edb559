import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validator } from '../../src/lib/codec/schema.ts'
import { contractsOf } from '../contracts/current.ts'
import { bodyIn } from '../contracts/frames.ts'
import { goldenBytes } from '../contracts/golden.ts'
import { type Contracts, type Message, messagesOf } from '../contracts/messages.ts'
import { type Shapes, shapesOf } from '../contracts/shapes.ts'
import type { Check, Finding } from './check.ts'
import { changes } from './goldens/evolution.ts'
import { folderName, lostVersions, type PlaneVersion, versionOf } from './goldens/versions.ts'

const HOME = 'test/contracts/golden'

/** Everything that one plane is judged by. */
interface Subject {
  readonly root: string
  readonly present: PlaneVersion
  readonly kept: readonly PlaneVersion[]
  readonly messages: readonly Message[]
  readonly shapes: Shapes
}

const finding = (rule: string, path: string, message: string): Finding => ({ rule, file: `${HOME}/${path}`, message })

const filesIn = (root: string, version: PlaneVersion): readonly string[] => {
  const folder = join(root, HOME, folderName(version))
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** Old bytes of the same major are read with the schemas of today. */
const decoding = (subject: Subject, version: PlaneVersion): readonly Finding[] => {
  const { root, messages } = subject
  return filesIn(root, version).flatMap((file) => {
    const message = messages.find(({ name }) => file.startsWith(`${name}.`) && file.split('.').length === name.split('.').length + 2)
    if (message === undefined) return []
    const path = `${folderName(version)}/${file}`
    try {
      const checked = validator(message.schema)(bodyIn(message, goldenBytes(readFileSync(join(root, HOME, path), 'utf8'))))
      return checked.ok ? [] : [finding('golden-refused', path, checked.error)]
    } catch (error) {
      return [finding('golden-refused', path, String(error))]
    }
  })
}

const evolution = (subject: Subject, version: PlaneVersion): readonly Finding[] => {
  const { root, present, shapes } = subject
  const path = `${folderName(version)}/schema.json`
  if (!existsSync(join(root, HOME, path))) return []
  const before = JSON.parse(readFileSync(join(root, HOME, path), 'utf8')) as Shapes
  const removed = Object.keys(before).filter((name) => shapes[name] === undefined)
  const added = Object.keys(shapes).filter((name) => before[name] === undefined)
  const found = Object.entries(before).flatMap(([name, shape]) => (shapes[name] === undefined ? [] : changes(shape, shapes[name], name)))
  const breaking = [...removed.map((name) => `'${name}' was removed`), ...found.filter((c) => c.isBreaking).map((c) => `'${c.where}' ${c.what}`)]
  const additions = [...added.map((name) => `'${name}' is new`), ...found.filter((c) => !c.isBreaking).map((c) => `'${c.where}' ${c.what}`)]
  const isPresent = version.minor === present.minor
  return [
    ...breaking.map((what) => finding('breaking-without-major', path, `${what}: '${present.plane}' needs major ${present.major + 1} in hello.ts`)),
    ...(isPresent ? additions : []).map((what) => finding('addition-without-minor', path, `${what}: '${present.plane}' needs a new minor in hello.ts`)),
  ]
}

/** The present version has its shape and bytes of every message. */
const completeness = ({ root, present, messages }: Subject): readonly Finding[] => {
  const folder = folderName(present)
  const files = filesIn(root, present)
  const bare = messages.filter(({ name }) => !files.some((file) => file.startsWith(`${name}.`) && file.endsWith('.hex')))
  return [
    ...(files.includes('schema.json') ? [] : [finding('golden-missing', `${folder}/schema.json`, 'run: node test/contracts/run.ts')]),
    ...bare.map(({ name }) => finding('golden-missing', folder, `no bytes of '${name}', run: node test/contracts/run.ts`)),
  ]
}

const judgePlane = (subject: Subject): readonly Finding[] => {
  const { present, kept } = subject
  const lost = lostVersions(present, kept).map((name) => finding('golden-lost', name, 'earlier versions stay in the tree'))
  const comparable = kept.filter(({ plane, major }) => plane === present.plane && major === present.major)
  return [...lost, ...completeness(subject), ...comparable.flatMap((version) => [...decoding(subject, version), ...evolution(subject, version)])]
}

const subjects = (root: string, contracts: Contracts, kept: readonly PlaneVersion[]): readonly Subject[] => {
  const shapes = shapesOf(contracts)
  const messages = [...new Map(messagesOf(contracts).map((message) => [message.name, message])).values()]
  return Object.entries(contracts.versions).flatMap(([plane, version]) => {
    const present = versionOf(`${plane}-${version}`)
    if (present === undefined) return []
    return [{ root, present, kept, messages: messages.filter((message) => message.plane === plane), shapes: shapes[plane] ?? {} }]
  })
}

/** Contracts against the golden bytes and shapes of their versions: a change that old peers do not understand needs a new major. */
export const goldens: Check = {
  name: 'goldens',
  wants: (path) => path.startsWith(`${HOME}/`),
  run: (root) => {
    const home = join(root, HOME)
    const kept = (existsSync(home) ? readdirSync(home) : []).flatMap((folder) => versionOf(folder) ?? [])
    const seenCount = kept.reduce((count, version) => count + filesIn(root, version).length, 0)
    return { seenCount, findings: subjects(root, contractsOf(root), kept).flatMap(judgePlane) }
  },
}
