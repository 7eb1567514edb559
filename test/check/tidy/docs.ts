import type { Rule, Source } from './tree.ts'
import { type Node, nameOf, nodesOf, walk } from './walk.ts'

type Declared = { readonly names: readonly string[]; readonly startByte: number; readonly node: Node }

const isPlace = ({ path }: Source): boolean => /^src\/(?:lib\/(?:ports|contracts|model)\/.*|daemons\/[^/]+\/config)\.ts$/.test(path)

const namesOf = (declaration: Node): readonly string[] => {
  if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration.identifier ?? declaration.id)]
  return (declaration.declarations as Node[]).map(({ id }) => nameOf(id))
}

const exportsOf = ({ module }: Source): readonly Declared[] =>
  nodesOf(module)
    .filter(({ type }) => type === 'ExportDeclaration')
    .map((node) => ({ names: namesOf(node.declaration as Node), startByte: (node.span as { start: number }).start - 1, node }))

const isCommented = ({ bytes }: Source, { startByte }: Declared): boolean => /\*\/\s*$/.test(bytes.subarray(0, startByte).toString('utf8'))

/** A schema documents itself when it has a description. */
const isDescribed = ({ node }: Declared): boolean => [...walk(node)].some((inner) => inner.type === 'KeyValueProperty' && nameOf(inner.key) === 'description')

/** The type that a schema gives needs no second comment. */
const isTypeOfSchema = (declared: Declared, all: readonly Declared[]): boolean => {
  if ((declared.node.declaration as Node).type !== 'TsTypeAliasDeclaration') return false
  return all.some((other) => other !== declared && other.names.some((name) => declared.names.includes(name)))
}

/** Everything exported from ports, contracts, model and config says shape, unit, range and errors. */
export const docRules: Rule = ({ scripts }) =>
  scripts.filter(isPlace).flatMap((source) => {
    const all = exportsOf(source)
    const bare = all.filter((declared) => !isCommented(source, declared) && !isDescribed(declared) && !isTypeOfSchema(declared, all))
    return bare.map(({ names }) => ({ rule: 'export-without-doc', file: source.path, message: `'${names.join(', ')}' has no doc comment` }))
  })
