import t from 'tap'
import { judge } from './check.ts'
import { missedPlants, type Plant, plantTree } from './planted-tree.ts'
import { types } from './types.ts'

const texts: Readonly<Record<string, string>> = {
  TS7006: 'export const f = (a) => a\n',
  TS2345: "import { type Age, age } from '../lib/base/age.ts'\n\nexport const f = (a: Age) => a\nf(age(1))\nf(1)\n",
  TS2322: 'export const f = (list: readonly number[]): number => list[0]\n',
  TS2375: 'export const f = (a: string | undefined): { a?: string } => ({ a })\n'.replace(
    '=> ({ a })',
    '=> {\n  const value: { a?: string } = { a }\n  return value\n}',
  ),
  TS4114: 'class A {\n  f() {}\n}\nexport class B extends A {\n  f() {}\n}\n',
  TS7029: 'export const f = (a: number) => {\n  switch (a) {\n    case 1:\n      a += 1\n    case 2:\n      return a\n  }\n  return 0\n}\n',
  TS1484: "import { Age } from '../lib/base/age.ts'\n\nexport const f = (a: Age) => a\n",
  TS1294: 'export enum Color {\n  red,\n}\n',
  TS2741: "type S = 'a' | 'b'\nexport const table = { a: 1 } satisfies Record<S, number>\n",
  TS2307: "import { x } from './nowhere.ts'\n\nexport const y = x\n",
}

const plants: readonly Plant[] = Object.entries(texts).map(([rule, text]) => {
  const file = `src/commands/plant-${rule.toLowerCase()}.ts`
  return { rule, file, files: { [file]: text } }
})

t.test('sees each planted mistake by the code of the compiler', async (t) => {
  t.same(missedPlants(t, types, plants), [])
})

t.test('finds nothing in a clean tree', async (t) => {
  t.same(judge(types, plantTree(t)).findings, [])
})

t.test('fails when the compiler was given fewer files than git knows', async (t) => {
  const tsconfig = JSON.stringify({
    compilerOptions: { module: 'nodenext', noEmit: true, allowImportingTsExtensions: true, types: ['node'] },
    include: ['lint'],
  })
  const { findings } = judge(types, plantTree(t, { 'tsconfig.json': tsconfig }))
  t.match(findings, [{ rule: 'looked-at-too-few-files' }])
})
