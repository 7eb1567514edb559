import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Check, Finding } from './check.ts'

const root = resolve(import.meta.dirname, '../..')
const configs = ['biome.json', 'knip.json', 'tsconfig.json', '.dependency-cruiser.mjs', '.gitignore', 'lint']

export type Files = Readonly<Record<string, string>>
/** A violation: the rule that has to see it, the file that has to be named, and the files to add. */
export type Plant = { readonly rule: string; readonly file: string; readonly files: Files }

const manifest = {
  name: 'planted',
  type: 'module',
  devDependencies: { '@types/node': '24.19.2', tap: '21.8.0', typescript: '7.0.2' },
}
const lock = { lockfileVersion: 3, packages: { '': {}, 'node_modules/tap': { integrity: 'sha512-x', dev: true } } }
const test = (path: string, name: string): string =>
  `import t from 'tap'\nimport { ${name} } from '${path}'\n\nt.test('gives a value', async (t) => {\n  t.ok(${name})\n})\n`

/** The smallest tree of this shape that breaks no rule. */
const clean: Files = {
  'package.json': `${JSON.stringify(manifest)}\n`,
  'package-lock.json': `${JSON.stringify(lock)}\n`,
  'man/trade-md.1': 'the page\n',
  'src/main.ts': "import { command } from './commands/md.ts'\n\ncommand()\n",
  'src/commands/md.ts': "import { shell } from '../daemons/md/shell.ts'\nimport { now } from '../lib/io/now.ts'\n\nexport const command = () => shell(now())\n",
  'src/daemons/md/core.ts': "import { type Age, age } from '../../lib/base/age.ts'\n\nexport const step = (now: number): Age => age(now)\n",
  'src/daemons/md/shell.ts': "import { step } from './core.ts'\n\nexport const shell = (now: number) => step(now)\n",
  'src/lib/base/age.ts':
    "declare const brand: unique symbol\nexport type Age = number & { readonly [brand]: 'Age' }\nexport const age = (value: number): Age => value as Age\n",
  'src/lib/io/now.ts': "import { hrtime } from 'node:process'\n\nexport const now = (): number => Number(hrtime.bigint())\n",
  'test/cli/md.test.ts': test('../../src/commands/md.ts', 'command'),
  'test/daemons/md/core.test.ts': test('../../../src/daemons/md/core.ts', 'step'),
  'test/daemons/md/shell.test.ts': test('../../../src/daemons/md/shell.ts', 'shell'),
  'test/lib/base/age.test.ts': test('../../../src/lib/base/age.ts', 'age'),
  'test/lib/io/now.test.ts': test('../../../src/lib/io/now.ts', 'now'),
}

const write = (folder: string, files: Files): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** A clean tree plus some files, with the project's own tool configs, removed when the test ends. */
export const plantTree = (t: { teardown: (end: () => void) => void }, files: Files = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'trade-planted-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  for (const config of configs) cpSync(join(root, config), join(folder, config), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  write(folder, { ...clean, ...files })
  execFileSync('git', ['init', '-q'], { cwd: folder })
  return folder
}

const isSeen = (findings: readonly Finding[], { rule, file }: Plant): boolean => findings.some((found) => found.rule === rule && found.file === file)

/** Plants everything in one tree, runs the check once, and gives the rules that saw nothing. */
export const missedPlants = (t: { teardown: (end: () => void) => void }, check: Check, plants: readonly Plant[]): readonly string[] => {
  const files = Object.assign({}, ...plants.map((plant) => plant.files)) as Files
  const { findings } = check.run(plantTree(t, files))
  return plants.filter((plant) => !isSeen(findings, plant)).map(({ rule, file }) => `${rule} at ${file}`)
}
