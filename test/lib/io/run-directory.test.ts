import { chmodSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { dataFolder, findPlaces, preparePlaces, socketPath } from '../../../src/lib/io/run-directory.ts'

const uid = process.getuid?.() ?? 0

t.test('puts everything below the folder of --dir, whatever the environment says', async (t) => {
  t.match(findPlaces({ dir: '/d' }, { TRADE_RUNTIME_DIR: '/r' }), { run: '/d/run', data: '/d/data', log: '/d/log', top: '/d' })
})

t.test('takes the run-time folder from the first variable that is set', async (t) => {
  const environment = { TRADE_RUNTIME_DIR: '/a', RUNTIME_DIRECTORY: '/b', XDG_RUNTIME_DIR: '/c' }
  t.equal(findPlaces({}, environment).run, '/a')
  t.equal(findPlaces({}, { ...environment, TRADE_RUNTIME_DIR: '' }).run, '/b')
  t.equal(findPlaces({}, { XDG_RUNTIME_DIR: '/c' }).run, '/c/trade/default')
  t.equal(findPlaces({ profile: 'paper' }, {}).run, `/tmp/trade-${uid}/paper`)
})

t.test('takes data and logs from the XDG places', async (t) => {
  t.match(findPlaces({ profile: 'p' }, { XDG_DATA_HOME: '/x', XDG_STATE_HOME: '/y' }), { data: '/x/trade/p', log: '/y/trade/p' })
  t.match(findPlaces({}, {}), { data: join(homedir(), '.local/share/trade/default'), log: join(homedir(), '.local/state/trade/default') })
})

t.test('checks the shared parent in /tmp as well', async (t) => {
  t.strictSame(findPlaces({}, {}).folders.slice(0, 2), [`/tmp/trade-${uid}`, `/tmp/trade-${uid}/default`])
})

t.test('makes every folder for the owner alone', async (t) => {
  const places = findPlaces({ dir: join(t.testdir(), 'd') })
  preparePlaces(places)
  for (const folder of [places.run, places.data, places.log, dataFolder(places, 'exec')]) t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal(dataFolder(places, 'exec'), join(places.data, 'exec'))
})

t.test('refuses a folder of --dir that everybody may write to', async (t) => {
  const dir = t.testdir()
  chmodSync(dir, 0o777)
  t.throws(() => preparePlaces(findPlaces({ dir })), { code: 'FOLDER_UNSAFE', exit: 78 })
})

t.test('refuses a socket path above 100 bytes with exit 78, naming the way out', async (t) => {
  const places = findPlaces({}, { TRADE_RUNTIME_DIR: `/${'r'.repeat(84)}` })
  t.equal(socketPath(places, 'md.pub.sock').length, 97)
  t.throws(() => socketPath(places, 'strat-a.rpc.sock'), {
    code: 'SOCKET_PATH_TOO_LONG',
    exit: 78,
    message: /has 102 bytes, the limit is 100$/,
    hint: /TRADE_RUNTIME_DIR/,
  })
  t.throws(() => socketPath(findPlaces({ dir: `/${'é'.repeat(45)}` }), 'md.pub.sock'), {
    exit: 78,
    hint: /'--dir'.*TRADE_RUNTIME_DIR/,
    code: 'SOCKET_PATH_TOO_LONG',
  })
})
