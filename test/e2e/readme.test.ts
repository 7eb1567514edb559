import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { EXIT } from '../../src/lib/cli/exit.ts'
import { TOPICS } from '../../src/lib/contracts/topology.ts'
import { dataFile, needsData } from '../kit/data.ts'
import { needsTool } from '../kit/tools.ts'
import { blocksOf, inlineCodeOf, rowsOf } from './markdown.ts'

const root = resolve(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const recording = 'spot_btcusdt_20240808.gz'
const codeOf = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** This test is part of what that block runs. */
const skipped: readonly string[] = ['npm ci && npm test\n']

/** Shorter runs, by documented flags alone; the packages are installed when this test runs. */
const shortened = (block: string): string =>
  block.replace('npm ci && npm start', 'npm start --silent -- --for 3s').replace('demo --for 20s', 'demo --for 3s').replace('--speed 20', '--speed 20 --for 3s')

/** Compiled code is shared with other runs of the checkout: a cold start costs half a minute of a small machine. */
const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')

/** A folder that looks like the checkout to commands and has places of its own. */
const freshPlace = (): { readonly folder: string; readonly env: NodeJS.ProcessEnv } => {
  const folder = mkdtempSync(join(tmpdir(), 'trade-readme-'))
  for (const name of ['bin', 'src', 'node_modules', 'package.json']) symlinkSync(join(root, name), join(folder, name))
  symlinkSync(dataFile(recording), join(folder, 'recording.gz'))
  const home = join(folder, 'home')
  const run = join(folder, 'rt')
  for (const made of [home, run]) mkdirSync(made, { mode: 0o700 })
  const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: run, XDG_CACHE_HOME: cache, XDG_DATA_HOME: '', XDG_STATE_HOME: '' }
  return { folder, env: { ...env, npm_config_offline: 'true', npm_config_update_notifier: 'false' } }
}

const place = freshPlace()
t.setTimeout(300_000)
t.teardown(async () => {
  await runShell('bin/trade down || true')
  rmSync(place.folder, { recursive: true, force: true })
})

const runShell = async (script: string): Promise<{ readonly code: number | null; readonly out: string; readonly said: string }> => {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: place.folder, env: place.env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((done) => child.on('exit', done))
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, said }
}

const path = 'export PATH="$PWD/bin:$PATH"\n'

for (const block of blocksOf(readme, 'sh')) {
  const title = `runs from the page: ${block.split('\n')[0]}`
  const needs = block.includes('--recording') ? needsData(recording) : needsTool('npm', 'jq')
  if (skipped.includes(block)) continue
  t.test(title, needs, async (t) => {
    const { code, out, said } = await runShell(`${path}${shortened(block)}`)
    t.equal(code, 0, `exit code; it said: ${said.slice(-2_000)}`)
    t.not(out.trim(), '', 'it shows something')
  })
}

/** A verb of a command has a file, and flags, of its own. */
const verbOf = (command: string, rest: string): string => {
  const [, verb = ''] = /^ ([a-z]+)\b/.exec(rest) ?? []
  return existsSync(join(root, `src/commands/${command}/${verb}.ts`)) ? `${command}/${verb}` : command
}

/** Names of the flags of a command, as its source declares them. */
const flagsOf = async (command: string): Promise<ReadonlySet<string>> => {
  const module: Readonly<Record<string, unknown>> = await import(join(root, `src/commands/${command}.ts`))
  const found = Object.values(module).find((value) => typeof value === 'function' && 'flags' in value) as { flags: object } | undefined
  return new Set(['help', ...Object.keys(found?.flags ?? {})])
}

t.test('names only commands and flags that exist', async (t) => {
  const commands = new Set(readdirSync(join(root, 'src/commands')).map((file) => file.replace('.ts', '')))
  const lines = [...blocksOf(readme, 'sh').flatMap((block) => block.split('\n')), ...inlineCodeOf(readme)]
  const uses = lines.flatMap((line) => [...line.matchAll(/\btrade ([a-z]+)((?: [^|&;)#]+)?)/g)])
  t.ok(uses.length > 20, `${uses.length} uses`)
  for (const [, command = '', rest = ''] of uses) {
    t.ok(commands.has(command), `trade ${command}`)
    const known = await flagsOf(verbOf(command, rest))
    for (const [, flag = ''] of rest.matchAll(/ --([a-z-]+)/g)) t.ok(known.has(flag), `trade ${command} --${flag}`)
  }
})

t.test('tells the fields of every record as the contract has them', async (t) => {
  const told = rowsOf(readme, 'type').map((row) => row.map(codeOf))
  const real = Object.entries(TOPICS).flatMap(([topic, { bodies }]) =>
    Object.entries(bodies).map(([type, schema]) => [
      [type],
      [topic.replace(/^[a-z]+\.health$/, '{svc}.health')],
      Object.keys((schema as unknown as { properties: object }).properties),
    ]),
  )
  t.same(new Set(told.map((row) => JSON.stringify(row))), new Set(real.map((row) => JSON.stringify(row))))
})

t.test('tells only exit codes that commands have', async (t) => {
  const codes = rowsOf(readme, 'code').map(([code]) => Number(code))
  t.ok(codes.length > 8)
  t.same(
    codes.filter((code) => !Object.values<number>(EXIT).includes(code)),
    [],
  )
})

t.test('explains every promise that the verifier knows', async (t) => {
  const source = readdirSync(join(root, 'src/lib/verify')).map((file) => readFileSync(join(root, 'src/lib/verify', file), 'utf8'))
  const used = new Set(source.flatMap((text) => [...text.matchAll(/(?:id: |violation\()'([A-Z]\d|EMPTY)'/g)].map(([, id]) => id)))
  t.same(new Set(rowsOf(readme, 'id').map(([id]) => id)), used)
})
