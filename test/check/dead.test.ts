import t from 'tap'
import { judge } from './check.ts'
import { dead } from './dead.ts'
import { missedPlants, type Plant, plantTree } from './planted-tree.ts'

const one = (rule: string, file: string, text: string): Plant => ({ rule, file, files: { [file]: text } })
const manifest = {
  name: 'planted',
  type: 'module',
  dependencies: { ws: '8' },
  devDependencies: { tap: '21', 'fast-check': '4', typescript: '7', '@types/node': '24' },
}

const plants: readonly Plant[] = [
  one('files', 'src/lib/base/dead.ts', 'export const unused = 1\n'),
  one('exports', 'src/lib/io/now.ts', 'export const now = (): number => 1\nexport const never = 2\n'),
  one('types', 'src/lib/base/kept.ts', 'export const kept = 1\nexport type Never = 2\n'),
  one('duplicates', 'src/lib/base/twice.ts', 'export const first = 1\nexport const second = first\n'),
  one('unlisted', 'src/commands/unlisted.ts', "import { x } from 'koffi'\n\nexport const command = x\n"),
  one('unresolved', 'src/commands/unresolved.ts', "import { x } from './nowhere.ts'\n\nexport const command = x\n"),
  one('dependencies', 'package.json', JSON.stringify(manifest)),
  one('devDependencies', 'package.json', JSON.stringify(manifest)),
]
const users: Plant = {
  rule: 'files',
  file: 'src/lib/base/dead.ts',
  files: {
    'src/commands/user.ts':
      "import { kept } from '../lib/base/kept.ts'\nimport { first, second } from '../lib/base/twice.ts'\n\nexport const command = [kept, first, second]\n",
  },
}

t.test('sees each planted dead thing by the name of its kind', async (t) => {
  t.same(missedPlants(t, dead, [...plants, users]), [])
})

t.test('finds nothing in a clean tree', async (t) => {
  t.same(judge(dead, plantTree(t)).findings, [])
})

t.test('fails when its project is narrower than the tree', async (t) => {
  const { findings } = judge(dead, plantTree(t, { 'knip.json': JSON.stringify({ entry: ['src/main.ts'], project: ['src/main.ts'] }) }))
  t.equal(findings[0]?.rule, 'looked-at-too-few-files')
})
