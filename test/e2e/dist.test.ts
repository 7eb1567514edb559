import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { needsTool } from '../kit/tools.ts'

const root = resolve(import.meta.dirname, '../..')
const place = mkdtempSync(join(tmpdir(), 'trade-dist-'))
const sources = join(place, 'sources')
/** The unpacked package: as npm would install it, with the packages of the checkout beside it. */
const installed = join(place, 'package')
const env = { ...process.env, HOME: place, XDG_CACHE_HOME: '', npm_config_offline: 'true', npm_config_update_notifier: 'false' }
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

t.setTimeout(300_000)
t.teardown(() => rmSync(place, { recursive: true, force: true }))

const run = async (
  cwd: string,
  command: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly said: string }> => {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((done) => child.on('exit', done))
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, said }
}

const trade = (...args: readonly string[]) => run(installed, join(installed, 'bin/trade'), ...args)

t.test('packs what runs, its documents and the versions that were tested', needsTool('npm', 'tar'), async (t) => {
  mkdirSync(sources)
  const wanted = ['bin', 'src', '.ci', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'README.md', 'LICENSE']
  for (const name of wanted) cpSync(join(root, name), join(sources, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(sources, 'node_modules'))
  const packed = await run(sources, 'npm', 'run', '--silent', 'pack', '--', '--json')
  t.equal(packed.code, 0, `exit code; it said: ${packed.said.slice(-2_000)}`)
  const [{ filename, files }] = JSON.parse(packed.out) as [{ filename: string; files: Array<{ path: string }> }]
  const paths = files.map(({ path }) => path)
  for (const path of ['bin/trade', 'dist/main.js', 'npm-shrinkwrap.json', 'package.json', 'README.md', 'LICENSE']) t.ok(paths.includes(path), path)
  t.same(
    paths.filter((path) => path.startsWith('src/') || path.startsWith('test/')),
    [],
  )
  t.equal((await run(place, 'tar', '-xzf', join(sources, filename))).code, 0)
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
  t.notOk(existsSync(join(installed, 'src')))
})

t.test('the package finds its commands and its version', needsTool('npm', 'tar'), async (t) => {
  const help = await trade('--help')
  t.equal(help.code, 0)
  for (const name of ['demo', 'up', 'md', 'verify', 'world']) t.match(help.out, new RegExp(`^ +${name} +\\w`, 'm'))
  t.match((await trade('--version')).out, `trade-toolkit/${version} `)
  const unknown = await trade('demmo')
  t.equal(unknown.code, 2)
  t.match(unknown.said, "unknown command 'demmo'")
})

t.test('the package gives the same world as the sources', needsTool('npm', 'tar'), async (t) => {
  const args = ['world', '--seed', '1', '--minutes', '2', '--hash']
  const [built, source] = await Promise.all([trade(...args), run(root, join(root, 'bin/trade'), ...args)])
  t.equal(built.code, 0, `exit code; it said: ${built.said.slice(-2_000)}`)
  t.match(built.out, /^[0-9a-f]{64}\n$/)
  t.equal(built.out, source.out)
})

t.test('the package runs the whole chain, its strategy in a thread of its own', needsTool('npm', 'tar'), async (t) => {
  const { code, out, said } = await trade('demo', '--for', '4s', '--dir', join(place, 'run'))
  t.equal(code, 0, `exit code; it said: ${said.slice(-2_000)}`)
  const summary = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '') as { verify: string; orders: { sent: number }; book: { diffs: number } }
  t.equal(summary.verify, 'ok')
  t.ok(summary.orders.sent > 0, 'orders left')
  t.ok(summary.book.diffs > 0, 'books were fed')
})
