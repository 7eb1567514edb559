import { arrows } from './lint/arrows.ts'

// TypeScript 7 has no JavaScript API: without the swc parser the tool reads no .ts file and passes.
export default {
  forbidden: arrows,
  options: { parser: 'swc', tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
}
