import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { judge } from './check.ts'
import { missedPlants, type Plant, plantTree } from './planted-tree.ts'
import { tidy } from './tidy.ts'

const one = (rule: string, file: string, text: string): Plant => ({ rule, file, files: { [file]: text } })
const lines = (count: number): string => '// line\n'.repeat(count)
const entry = { integrity: 'sha512-x' }
const lock = {
  packages: {
    'node_modules/a': { ...entry, resolved: 'x' },
    'node_modules/b': {},
    'node_modules/c': { ...entry, hasInstallScript: true },
    ...Object.fromEntries(Array.from({ length: 171 }, (_, index) => [`node_modules/many-${index}`, entry])),
  },
}

const plants: readonly Plant[] = [
  one('long-file', 'src/lib/base/long.ts', lines(301)),
  one('long-shell', 'src/daemons/exec/shell.ts', lines(151)),
  { rule: 'daemon-without-part', file: 'src/daemons/acct/core.ts', files: { 'src/daemons/acct/shell.ts': '' } },
  one(
    'number-without-unit',
    'src/lib/contracts/wire.ts',
    "import { Type } from 'typebox'\n\nexport const Wire = Type.Object({ depth: Type.Optional(Type.Integer()) })\n",
  ),
  one('number-without-unit', 'src/daemons/risk/config.ts', 'export interface Config {\n  readonly staleAfter: number\n}\n'),
  one('forbidden-word', 'src/lib/model/word.ts', 'export const isCancelled = 1\n'),
  one('forbidden-word', 'src/lib/contracts/word.ts', "export const Word = { kind: 'exchange' }\n"),
  one('export-without-doc', 'src/lib/ports/bare.ts', 'export interface Bare {\n  readonly a: string\n}\n'),
  one('core-takes-types-only', 'src/daemons/risk/core.ts', "import { parse } from '../../lib/venues/sim/parse.ts'\n\nexport const f = parse\n"),
  one('node-only-hash-functions', 'src/lib/journal/random.ts', "import { randomBytes } from 'node:crypto'\n\nexport const f = randomBytes\n"),
  one('many-exports', 'src/lib/base/many.ts', Array.from({ length: 6 }, (_, index) => `export const v${index} = 1\n`).join('')),
  one('unlisted-exception', 'src/lib/base/ignored.ts', `// ${'biome'}-ignore lint/style/noEnum: because\nexport const a = 1\n`),
  one('unlisted-exception', 'src/lib/base/expected.ts', `// @${'ts'}-expect-error because\nexport const a = 1\n`),
  one('no-test-mirror', 'src/lib/base/untested.ts', 'export const a = 1\n'),
  one('command-without-test', 'src/commands/risk/untested.ts', 'export const command = 1\n'),
  one('command-without-page', 'src/commands/unpaged.ts', 'export const command = 1\n'),
  one('unknown-top-level-name', 'notes.txt', 'a note\n'),
  one('folder-without-level', 'src/lib/misplaced/a.ts', 'export const a = 1\n'),
  one('issue-number', 'docs/a.md', `see ${'issue'} 12\n`),
  one('machine-path', 'docs/b.md', `data in /${'work'}/data\n`),
  one('registry-host', 'docs/c.md', `from https://${'registry'}.example\n`),
  one('title-with-should', 'test/lib/soft.test.ts', `t.test('it ${'should'} add', async () => undefined)\n`),
  one('lock-with-resolved', 'package-lock.json', JSON.stringify(lock)),
  one('lock-without-integrity', 'package-lock.json', JSON.stringify(lock)),
  one('lock-with-install-script', 'package-lock.json', JSON.stringify(lock)),
  one('lock-too-large', 'package-lock.json', JSON.stringify(lock)),
]

/** Rules that need a tree of their own, or cannot be planted because their list is empty. */
const apart = ['long-median', 'lock-missing', 'stale-exception']

const folder = join(import.meta.dirname, 'tidy')
const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
const ruleNames = sources.flatMap((text) => [...text.matchAll(/(?:rule: |^ {2,4})'([a-z]+(?:-[a-z]+)+)'(?:,|: )/gm)].map(([, name]) => name ?? ''))

t.test('has a planted violation for every rule', async (t) => {
  const planted = new Set([...apart, ...plants.map(({ rule }) => rule)])
  t.ok(ruleNames.length > 20)
  t.same(
    ruleNames.filter((name) => !planted.has(name)),
    [],
  )
})

t.test('sees each planted untidiness by the name of its rule', async (t) => {
  t.same(missedPlants(t, tidy, plants), [])
})

t.test('sees a tree whose files are long in the middle', async (t) => {
  const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`src/commands/${name}.ts`, lines(120)]))
  t.equal(missedPlants(t, tidy, [{ rule: 'long-median', file: 'src', files }]).length, 0)
})

t.test('finds nothing in a clean tree', async (t) => {
  t.same(judge(tidy, plantTree(t)).findings, [])
})

t.test('accepts a unit before a qualifier, a described schema and the type of a schema', async (t) => {
  const described =
    "import { type Static, Type } from 'typebox'\n\nexport const Wire = Type.Object({ latencyUsMax: Type.Integer() }, { description: 'one measurement' })\nexport type Wire = Static<typeof Wire>\n"
  const files = { 'src/lib/contracts/wire.ts': described, 'test/lib/contracts/wire.test.ts': '' }
  t.same(judge(tidy, plantTree(t, files)).findings, [])
})

t.test('asks no test of a file that holds types only', async (t) => {
  const types = "import type { Age } from './age.ts'\n\nexport interface Old {\n  readonly age: Age\n}\nexport type { Age } from './age.ts'\n"
  t.same(judge(tidy, plantTree(t, { 'src/lib/base/old.ts': types })).findings, [])
})

t.test("takes a daemon's core or shell as the test of its settings, events and metrics", async (t) => {
  const daemon = { 'src/daemons/risk/core.ts': 'export const a = 1\n', 'src/daemons/risk/shell.ts': '', 'src/daemons/risk/metrics.ts': 'export const m = 1\n' }
  t.same(judge(tidy, plantTree(t, { ...daemon, 'test/daemons/risk/core.test.ts': '' })).findings, [])
  t.match(judge(tidy, plantTree(t, daemon)).findings, [{ rule: 'no-test-mirror' }, { rule: 'no-test-mirror', file: 'src/daemons/risk/metrics.ts' }])
})

t.test('fails when it looked at no file at all', async (t) => {
  t.match(judge({ ...tidy, run: () => ({ seenCount: 0, findings: [] }) }, plantTree(t)).findings, [{ rule: 'looked-at-too-few-files' }])
})
