import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { judge } from './check.ts'
import { missedPlants, type Plant, plantTree } from './planted-tree.ts'
import { style } from './style.ts'

const config = readFileSync(resolve(import.meta.dirname, '../../biome.json'), 'utf8')
const many = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join('')
const nested = `export const f = (a: number): number => {\n${many(6, (i) => `  if (a > ${i}) {\n`)}  return a\n${many(6, () => '  }\n')}  return 0\n}\n`

/** Rule -> text that breaks it, in a file of a daemon. */
const texts: Readonly<Record<string, string>> = {
  noConsole: "export const f = () => console.log('hi')\n",
  noEmptyBlockStatements: 'export const f = (g: () => void) => {\n  try {\n    g()\n  } catch {}\n}\n',
  noEvolvingTypes: 'export const f = () => {\n  let a\n  a = 1\n  return a\n}\n',
  noExplicitAny: 'export const f = (m: any) => m\n',
  noTsIgnore: '// @ts-ignore\nexport const f: string = 1\n',
  noVar: 'export var a = 1\n',
  noProcessGlobal: 'export const f = () => process.pid\n',
  noUndeclaredDependencies: "import { x } from 'no-such-package'\n\nexport const y = x\n",
  noUnusedImports: "import { age } from '../../lib/base/age.ts'\n\nexport const y = 1\n",
  noUnusedVariables: 'const a = 1\nexport const b = 2\n',
  noUnusedFunctionParameters: 'export const f = (a: number) => 1\n',
  useImportExtensions: "import { age } from '../../lib/base/age'\n\nexport const y = age\n",
  noBarrelFile: "export { age } from '../../lib/base/age.ts'\n",
  noReExportAll: "export * from '../../lib/base/age.ts'\n",
  noExcessiveLinesPerFunction: `export const f = (n: number): number => {\n  let s = 0\n${many(60, (i) => `  s += n * ${i}\n`)}  return s\n}\n`,
  noExcessiveCognitiveComplexity: nested,
  useMaxParams: 'export const f = (a: number, b: number, c: number, d: number) => a + b + c + d\n',
  noDefaultExport: 'const a = 1\nexport default a\n',
  noEnum: 'export enum A {\n  b,\n}\n',
  noExcessiveLinesPerFile: many(320, (i) => `export const v${i} = ${i}\n`),
  noNamespace: 'export namespace A {\n  export const b = 1\n}\n',
  noNonNullAssertion: 'export const f = (a: string | undefined) => a!\n',
  noParameterAssign: 'export const f = (a: number) => {\n  a = 1\n  return a\n}\n',
  noParameterProperties: 'export class A {\n  constructor(readonly a: number) {}\n}\n',
  noProcessEnv: "export const f = () => process.env['X']\n",
  noRestrictedGlobals: 'export const f = (g: () => void) => setTimeout(g, 10)\n',
  useConst: 'let a = 1\nexport const b = a\n',
  useImportType: "import { Age } from '../../lib/base/age.ts'\n\nexport const f = (a: Age) => a\n",
  useNodejsImportProtocol: "import { hrtime } from 'process'\n\nexport const f = hrtime\n",
  useThrowNewError: "export const f = () => {\n  throw Error('a')\n}\n",
  useThrowOnlyError: "export const f = () => {\n  throw 'a'\n}\n",
  noFloatingPromises: 'const g = async () => {\n  await Promise.resolve()\n}\nexport const f = () => {\n  g()\n}\n',
  noMisusedPromises: 'const g = async () => true\nexport const f = () => {\n  if (g()) return 1\n  return 2\n}\n',
  useExhaustiveSwitchCases:
    "type S = 'a' | 'b' | 'c'\nexport const f = (s: S): number => {\n  let r = 0\n  switch (s) {\n    case 'a':\n      r = 1\n      break\n    case 'b':\n      r = 2\n      break\n  }\n  return r\n}\n",
  'ambient-clock-or-chance': 'export const f = () => Math.random()\n',
  'topic-by-hand': "export const f = (bus: { subscribe: (topic: string) => void }) => bus.subscribe('order.fill')\n",
  format: 'export const a  =  1;\n',
  organizeImports: "import { b } from './b.ts'\nimport { a } from './a.ts'\n\nexport const c = [a, b]\n",
}

const one = (rule: string, file: string, text: string): Plant => ({ rule, file, files: { [file]: text } })
const globals = (name: string, call: string): Plant => one('noRestrictedGlobals', `src/daemons/exec/global-${name}.ts`, `export const f = () => ${call}\n`)

const plants: readonly Plant[] = [
  ...Object.entries(texts).map(([rule, text]) => one(rule, `src/daemons/exec/plant-${rule.toLowerCase()}.ts`, text)),
  one('useFilenamingConvention', 'src/daemons/exec/camelCase.ts', 'export const a = 1\n'),
  one('noImportCycles', 'src/lib/base/circle.ts', "import { other } from './circle-other.ts'\n\nexport const circle = (): number => other()\n"),
  one('noFocusedTests', 'test/lib/focused.test.ts', "describe.only('a', () => undefined)\n"),
  one('noSkippedTests', 'test/lib/skipped.test.ts', "describe.skip('a', () => undefined)\n"),
  globals('date', 'new Date()'),
  globals('fetch', "fetch('http://127.0.0.1')"),
  globals('float', "parseFloat('1')"),
  globals('buffer', "Buffer.from('a')"),
  globals('clock', 'performance.now()'),
  one('noRestrictedGlobals', 'src/lib/matching/late.ts', 'export const f = (g: () => void) => setTimeout(g, 10)\n'),
  one('noRestrictedGlobals', 'test/lib/sleeping.test.ts', 'setTimeout(() => undefined, 10)\n'),
  one('noRestrictedGlobals', 'src/commands/late.ts', 'export const f = (g: () => void) => setTimeout(g, 10)\n'),
  one('ambient-clock-or-chance', 'src/commands/chance.ts', 'export const f = () => Math.random()\n'),
  one(
    'topic-by-hand',
    'src/daemons/exec/published.ts',
    "export const f = (bus: { publish: (topic: string, body: string) => void }) => bus.publish('order.fill', '')\n",
  ),
  one('ambient-clock-or-chance', 'src/lib/journal/clock.ts', 'export const f = () => performance.now()\n'),
]
const circle: Plant = {
  rule: 'noImportCycles',
  file: 'src/lib/base/circle-other.ts',
  files: { 'src/lib/base/circle-other.ts': "import { circle } from './circle.ts'\n\nexport const other = (): number => circle()\n" },
}

const namedRules = [...config.matchAll(/"((?:no|use)[A-Z]\w+)": (?:"error"|\{)/g)].map(([, rule]) => rule)

t.test('has a planted violation for every rule that the config names', async (t) => {
  const planted = new Set(plants.map(({ rule }) => rule))
  t.ok(namedRules.length > 30)
  t.same(
    namedRules.filter((rule) => rule !== undefined && !planted.has(rule)),
    [],
  )
})

t.test('sees each planted smell by the name of its rule', async (t) => {
  t.same(missedPlants(t, style, [...plants, circle]), [])
})

t.test('finds nothing in a clean tree', async (t) => {
  t.same(judge(style, plantTree(t)).findings, [])
})

t.test('lets one file of the suite wait for real time', async (t) => {
  const text = 'export const later = (go: () => void) => setTimeout(go, 10)\n'
  t.same(judge(style, plantTree(t, { 'test/kit/until.ts': text })).findings, [])
})

t.test('fails when its config leaves a folder out', async (t) => {
  const narrow = config.replace('"src/**/*.ts", ', '')
  t.match(judge(style, plantTree(t, { 'biome.json': narrow })).findings, [{ rule: 'looked-at-too-few-files' }])
})
