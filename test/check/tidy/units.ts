import type { Rule, Source } from './tree.ts'
import { type Node, nameOf, nodesOf } from './walk.ts'

const unitLast = /(?:^|[a-z0-9])(?:us|ms|ns|ticks|lots|bps|ratio|bytes|count|PerS|seq|index)(?:Max|Min)?$/i
/** Numbers whose name says all: protocol fields and things that have no unit. */
const plain = new Set(['v', 'seq', 'epoch', 'level', 'code', 'pid', 'port', 'seed', 'shard', 'generation', 'revision'])
/** Names of the wire that count things by their plural, or that stand for a sequence or a slot. */
const counts = new Set(['fills', 'openOrders', 'records', 'decimals', 'units', 'max', 'after', 'ringPosition'])

const isPlace = ({ path }: Source): boolean => /^src\/(?:lib\/contracts\/.*|daemons\/[^/]+\/config)\.ts$/.test(path)
const hasUnit = (name: string): boolean => plain.has(name) || counts.has(name) || /(?:Id|Epoch|Level|Code|Pid|Port)$/.test(name) || unitLast.test(name)

const isNumberSchema = (value: unknown): boolean => {
  const call = value as Node | undefined
  if (call?.type !== 'CallExpression') return false
  const callee = call.callee as Node
  if (callee.type === 'MemberExpression' && ['Number', 'Integer'].includes(nameOf(callee.property))) return true
  return (call.arguments as { expression: Node }[]).slice(0, 1).some(({ expression }) => isNumberSchema(expression))
}

const isNumberMember = (node: Node): boolean => {
  const annotation = (node.typeAnnotation as Node | null)?.typeAnnotation as Node | undefined
  return annotation?.type === 'TsKeywordType' && annotation.kind === 'number'
}

const bareNumber = (node: Node): string | undefined => {
  if (node.type === 'KeyValueProperty' && isNumberSchema(node.value)) return nameOf(node.key)
  return node.type === 'TsPropertySignature' && isNumberMember(node) ? nameOf(node.key) : undefined
}

/** A number on a wire or in a setting says its unit at the end of its name. */
export const unitRules: Rule = ({ scripts }) =>
  scripts.filter(isPlace).flatMap(({ path, module }) =>
    nodesOf(module)
      .flatMap((node) => bareNumber(node) ?? [])
      .filter((name) => !hasUnit(name))
      .map((name) => ({ rule: 'number-without-unit', file: path, message: `'${name}' does not end in a unit` })),
  )
