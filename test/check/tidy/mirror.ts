import type { Rule, Source } from './tree.ts'
import { type Node, nodesOf } from './walk.ts'

/** Files whose test stands elsewhere, because it needs a whole process or a peer. */
const coveredElsewhere: Readonly<Record<string, readonly string[]>> = {}

const typeOnly = new Set(['TsInterfaceDeclaration', 'TsTypeAliasDeclaration', 'ImportDeclaration'])

const isTypeOnlyNode = (node: Node): boolean => {
  if (node.type === 'ExportDeclaration') return isTypeOnlyNode(node.declaration as Node)
  if (node.type === 'ExportNamedDeclaration') return node.typeOnly === true
  const ambient = node.type === 'VariableDeclaration' && node.declare === true
  return ambient || typeOnly.has(node.type)
}

/** A file without anything to run needs no test of its own. */
const isTypeOnly = ({ module }: Source): boolean => {
  const [top] = nodesOf(module)
  return top === undefined || (top.body as Node[]).every(isTypeOnlyNode)
}

/** Where the test of a file may stand; a contract may be shown by its golden bytes. */
const testsOf = (path: string): readonly string[] => {
  const mirror = path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts')
  return [mirror, mirror.replace('test/lib/contracts/', 'test/contracts/'), ...(coveredElsewhere[path] ?? [])]
}

/** Every file of lib and daemons has its test at the same place under test. */
export const mirrorRules: Rule = ({ scripts, has }) =>
  scripts
    .filter((source) => /^src\/(?:lib|daemons)\//.test(source.path) && !isTypeOnly(source))
    .filter(({ path }) => !testsOf(path).some(has))
    .map(({ path }) => ({ rule: 'no-test-mirror', file: path, message: `has no '${testsOf(path)[0]}'` }))
