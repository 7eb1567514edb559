import type { Module } from '@swc/core'

/** Any node of the syntax tree, as far as the rules need to know it. */
export type Node = { readonly type: string; readonly [key: string]: unknown }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

const childrenOf = (value: unknown): readonly Node[] => {
  if (isNode(value)) return [value]
  if (Array.isArray(value)) return value.flatMap(childrenOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(childrenOf) : []
}

/** Every node below one node, itself first. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of Object.values(node).flatMap(childrenOf)) yield* walk(child)
}

export const nodesOf = (module: Module | undefined): readonly Node[] => (module && isNode(module) ? [...walk(module)] : [])

/** The name of an identifier or of a plain key. */
export const nameOf = (node: unknown): string => (isNode(node) && typeof node.value === 'string' ? node.value : '')
