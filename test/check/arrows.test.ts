import t from 'tap'
import { arrows as rules } from '../../lint/arrows.ts'
import { homes, levels } from '../../lint/levels.ts'
import { arrows } from './arrows.ts'
import { judge } from './check.ts'
import { missedPlants, type Plant, plantTree } from './planted-tree.ts'

const fileOf: Readonly<Record<string, (name: string) => string>> = {
  'daemons/*/core': (name) => `src/daemons/md/${name}.ts`,
  'daemons/*/shell': () => 'src/daemons/md/shell.ts',
  main: () => 'src/main.ts',
}
const place = (of: string, name: string): string => fileOf[of]?.(name) ?? `src/${of}/${name}.ts`
const up = (path: string): string => '../'.repeat(path.split('/').length - 1)
const importing = (path: string, target: string): string => `import { x } from '${up(path)}${target}'\n\nexport const y = x\n`
const target = 'export const x = 1\n'

/** A file of every place imports the place that follows it in the table: a neighbour of its level, or the next level. */
const levelPlants: readonly Plant[] = rules
  .filter(({ name }) => name.startsWith('level-of-'))
  .map(({ name }, index) => {
    const places = levels.flat()
    const file = place(places[index] ?? '', 'upward')
    const wrong = place(places[index + 1] ?? '', 'target')
    return { rule: name, file, files: { [wrong]: target, [file]: importing(file, wrong) } }
  })

const homePlants: readonly Plant[] = Object.keys(homes).map((name) => {
  const file = `src/lib/model/${name.replace(/\W/g, '-')}.ts`
  return { rule: `home-of-${name.replace('@', '').replaceAll('/', '-')}`, file, files: { [file]: `import { x } from '${name}'\n\nexport const y = x\n` } }
})

const one = (rule: string, file: string, text: string): Plant => ({ rule, file, files: { [file]: text } })

const plants: readonly Plant[] = [
  ...levelPlants,
  ...homePlants,
  one('no-circular', 'src/lib/base/circle-a.ts', "import type { B } from './circle-b.ts'\n\nexport type A = B | 1\n"),
  one('src-not-to-test', 'src/lib/base/tested.ts', importing('src/lib/base/tested.ts', 'test/kit/thing.ts')),
  one('no-dump-folders', 'src/lib/base/dumper.ts', "import { x } from './utils.ts'\n\nexport const y = x\n"),
  one('no-orphans', 'src/lib/base/lonely.ts', target),
  one('daemon-not-to-daemon', 'src/daemons/exec/sibling.ts', importing('src/daemons/exec/sibling.ts', 'src/daemons/md/core.ts')),
  one('core-is-pure', 'src/daemons/exec/impure.ts', "import { readFileSync } from 'node:fs'\n\nexport const y = readFileSync\n"),
  one('core-is-pure', 'src/daemons/exec/packaged.ts', "import { pino } from 'pino'\n\nexport const y = pino\n"),
  one('core-is-pure', 'src/daemons/exec/real.ts', importing('src/daemons/exec/real.ts', 'src/lib/io/now.ts')),
  one('shell-not-to-io', 'src/daemons/exec/shell.ts', importing('src/daemons/exec/shell.ts', 'src/lib/io/now.ts')),
  one('npm-only-in-io', 'src/lib/daemon/packaged.ts', "import { x } from 'typescript'\n\nexport const y = x\n"),
  one('npm-only-in-io', 'src/lib/daemon/unknown.ts', "import { x } from 'no-such-package'\n\nexport const y = x\n"),
  one('node-only-in-io', 'src/lib/daemon/built-in.ts', "import process from 'node:process'\n\nexport const y = process\n"),
  one('node-only-pure-functions', 'src/lib/journal/built-in.ts', "import { readFileSync } from 'node:fs'\n\nexport const y = readFileSync\n"),
]
const circle = { 'src/lib/base/circle-b.ts': "import type { A } from './circle-a.ts'\n\nexport type B = A | 2\n" }
const targets: Plant = {
  rule: 'no-dump-folders',
  file: 'src/lib/base/dumper.ts',
  files: { ...circle, 'test/kit/thing.ts': target, 'src/lib/base/utils.ts': target },
}

t.test('has a planted violation for every rule', async (t) => {
  const planted = new Set(plants.map(({ rule }) => rule))
  t.same(
    rules.map(({ name }) => name).filter((name) => !planted.has(name)),
    [],
  )
})

t.test('sees each planted import by the name of its rule', async (t) => {
  t.same(missedPlants(t, arrows, [...plants, targets]), [])
})

t.test('lets a pure core take its own parts, and main the commands', async (t) => {
  t.same(judge(arrows, plantTree(t)).findings, [])
})

t.test('fails when its config leaves a folder out', async (t) => {
  const blind = "export default { forbidden: [], options: { exclude: 'src/lib' } }\n"
  const { findings } = judge(arrows, plantTree(t, { '.dependency-cruiser.mjs': blind }))
  t.match(findings, [{ rule: 'looked-at-too-few-files' }])
})
