import type { Rule, Source } from './tree.ts'
import { type Node, nodesOf } from './walk.ts'

const planes = ['acct', 'envelope', 'exec', 'health', 'market', 'risk', 'strat', 'stream']

/** Files whose test stands elsewhere: the schemas of a plane are shown by every arrow that carries them, a thread by its host, what starts processes by the command that uses it. */
const coveredElsewhere: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(planes.map((plane) => [`src/lib/contracts/${plane}.ts`, ['test/contracts/arrows.test.ts']])),
  'src/lib/io/strategy-worker.ts': ['test/lib/io/worker-host.test.ts'],
  'src/lib/cli/daemon-host.ts': ['test/cli/exec.test.ts'],
  'src/lib/cli/demo-run.ts': ['test/cli/demo.test.ts'],
  'src/lib/cli/private-sim.ts': ['test/cli/md.test.ts'],
  'src/lib/cli/stack-run.ts': ['test/cli/up.test.ts'],
}

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

/** What a daemon's core and shell show whenever they run: its settings, its inputs and effects, its metrics. */
const daemonData = /^(?<folder>src\/daemons\/[^/]+\/)(?:config|events|metrics)\.ts$/

const mirrorOf = (path: string): string => path.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts')

const daemonTests = (path: string): readonly string[] => {
  const folder = daemonData.exec(path)?.groups?.folder
  return folder === undefined ? [] : [mirrorOf(`${folder}core.ts`), mirrorOf(`${folder}shell.ts`)]
}

/** Where the test of a file may stand. */
const testsOf = (path: string): readonly string[] => {
  return [mirrorOf(path), ...daemonTests(path), ...(coveredElsewhere[path] ?? [])]
}

/** Every file of lib and daemons has its test at the same place under test. */
export const mirrorRules: Rule = ({ scripts, has }) =>
  scripts
    .filter((source) => /^src\/(?:lib|daemons)\//.test(source.path) && !isTypeOnly(source))
    .filter(({ path }) => !testsOf(path).some(has))
    .map(({ path }) => ({ rule: 'no-test-mirror', file: path, message: `has no '${testsOf(path)[0]}'` }))
