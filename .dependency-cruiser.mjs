import { arrows } from './lint/arrows.ts'

// TypeScript 7 has no JavaScript API: only the swc parser reads .ts files with their type imports.
export default {
  forbidden: arrows,
  options: { parser: 'swc', tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
}
