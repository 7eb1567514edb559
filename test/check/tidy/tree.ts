import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Module, parseSync } from '@swc/core'
import type { Finding } from '../check.ts'
import { isTypeScript, trackedFiles } from '../files.ts'

/** A file of the tree; TypeScript comes parsed, spans are one-based byte offsets. */
export type Source = { readonly path: string; readonly bytes: Buffer; readonly text: string; readonly module: Module | undefined }
export type Tree = { readonly files: readonly Source[]; readonly has: (path: string) => boolean; readonly scripts: readonly Source[] }
export type Rule = (tree: Tree) => readonly Finding[]

const parse = (text: string): Module => parseSync(text, { syntax: 'typescript', target: 'es2022' })

const readSource = (root: string, path: string): Source => {
  const bytes = readFileSync(join(root, path))
  const text = bytes.toString('utf8')
  return { path, bytes, text, module: isTypeScript(path) ? parse(text) : undefined }
}

export const readTree = (root: string): Tree => {
  const files = trackedFiles(root).map((path) => readSource(root, path))
  const paths = new Set(files.map(({ path }) => path))
  return { files, has: (path) => paths.has(path), scripts: files.filter(({ module, path }) => module && path.startsWith('src/')) }
}
