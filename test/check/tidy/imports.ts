import { builtins, pattern } from '../../../lint/levels.ts'
import type { Finding } from '../check.ts'
import type { Rule, Source } from './tree.ts'
import { type Node, nameOf, nodesOf } from './walk.ts'

const core = new RegExp(pattern('daemons/*/core'))
const hashing = new RegExp(builtins.pure.homes.map(pattern).join('|'))
const maxExports = 5
const manyExports = /^src\/lib\/(?:contracts\/|base\/units\.ts$)|\/events\.ts$/

/** Names that an import brings at run time. */
const valuesOf = (node: Node): readonly string[] => {
  if (node.typeOnly) return []
  return (node.specifiers as Node[]).filter(({ isTypeOnly }) => !isTypeOnly).map(({ local, imported }) => nameOf(imported) || nameOf(local))
}

const importsOf = ({ module }: Source): readonly { from: string; values: readonly string[] }[] =>
  nodesOf(module)
    .filter(({ type }) => type === 'ImportDeclaration')
    .map((node) => ({ from: nameOf(node.source), values: valuesOf(node) }))

const typesOnly = (source: Source): readonly Finding[] => {
  if (!core.test(source.path)) return []
  const bad = importsOf(source).filter(({ from, values }) => /\/lib\/(?:daemon|venues)\//.test(from) && values.length > 0)
  return bad.map(({ from }) => ({ rule: 'core-takes-types-only', file: source.path, message: `imports a value from '${from}'` }))
}

const pureBuiltins = (source: Source): readonly Finding[] => {
  if (!hashing.test(source.path)) return []
  const taken = importsOf(source).filter(({ from }) => from.startsWith('node:'))
  const bad = taken.flatMap(({ values }) => values).filter((name) => !builtins.pure.names.includes(name))
  return bad.map((name) => ({ rule: 'node-only-hash-functions', file: source.path, message: `imports '${name}'` }))
}

/** Types may be many, things to call may not. */
const isValueExport = ({ type, declaration }: Node): boolean =>
  type === 'ExportDeclaration' && ['VariableDeclaration', 'FunctionDeclaration', 'ClassDeclaration'].includes((declaration as Node).type)

const fewExports = ({ path, module }: Source): readonly Finding[] => {
  if (manyExports.test(path)) return []
  const count = nodesOf(module).filter(isValueExport).length
  return count > maxExports ? [{ rule: 'many-exports', file: path, message: `${count} exports is above limit ${maxExports}` }] : []
}

export const importRules: Rule = ({ scripts }) => scripts.flatMap((source) => [...typesOnly(source), ...pureBuiltins(source), ...fewExports(source)])
