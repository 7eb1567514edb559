import { Buffer } from 'node:buffer'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { TradeError } from '../base/errors.ts'
import { ensurePrivateFolder, refuseOpenFolder } from './private-folder.ts'

/** Where one stack keeps its files. */
export interface Places {
  /** Sockets, locks, service records. */
  readonly run: string
  /** One folder per service below it: journals, databases, truth log. */
  readonly data: string
  /** `<svc>.ndjson` each. */
  readonly log: string
  /** Folder of `summary.json` and `run.json`. */
  readonly top: string
  /** Every folder that has to be ours alone, parents first. */
  readonly folders: readonly string[]
}

export interface PlaceOptions {
  /** Everything below one folder; wins over the environment. */
  readonly dir?: string | undefined
  /** Named set of places; default `default`. */
  readonly profile?: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

const SOCKET_BYTES_MAX = 100

const underOneFolder = (dir: string): Places => {
  const top = resolve(dir)
  const places = { run: join(top, 'run'), data: join(top, 'data'), log: join(top, 'log'), top }
  return { ...places, folders: [places.run, places.data, places.log] }
}

/** The folder, and its parent when anybody could have made that first. */
const runFolders = (profile: string, env: Environment): string[] => {
  const given = env.TRADE_RUNTIME_DIR || env.RUNTIME_DIRECTORY
  if (given) return [resolve(given)]
  if (env.XDG_RUNTIME_DIR) return [join(env.XDG_RUNTIME_DIR, 'trade', profile)]
  const shared = `/tmp/trade-${process.getuid?.() ?? 0}`
  return [shared, join(shared, profile)]
}

/** The places of `--dir` or of a profile; makes nothing. */
export const findPlaces = ({ dir, profile = 'default' }: PlaceOptions, env: Environment = process.env): Places => {
  if (dir !== undefined) return underOneFolder(dir)
  const runs = runFolders(profile, env)
  const data = join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'trade', profile)
  const log = join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'trade', profile)
  return { run: runs.at(-1) ?? data, data, log, top: data, folders: [...runs, data, log] }
}

/** Makes the folders that are missing, 0700; a symbolic link, a foreign owner or a folder above that everybody may write to is FOLDER_UNSAFE (exit 78). */
export const preparePlaces = (places: Places): void => {
  for (const folder of places.folders) ensurePrivateFolder(folder)
  refuseOpenFolder(places.top)
}

/** The folder of one service's data, made when missing. */
export const dataFolder = (places: Places, svc: string): string => {
  const folder = join(places.data, svc)
  ensurePrivateFolder(folder)
  return folder
}

/** Path of a Unix socket in the run-time folder; above 100 bytes, where the kernel would cut it, SOCKET_PATH_TOO_LONG (exit 78). */
export const socketPath = (places: Places, name: string): string => {
  const path = join(places.run, name)
  const bytes = Buffer.byteLength(path)
  if (bytes <= SOCKET_BYTES_MAX) return path
  throw new TradeError('SOCKET_PATH_TOO_LONG', `socket path '${path}' has ${bytes} bytes, the limit is ${SOCKET_BYTES_MAX}`, {
    category: 'fatal',
    exit: 78,
    hint: `give a shorter '--dir' than '${dirname(places.run)}', or none and set TRADE_RUNTIME_DIR to a short folder`,
  })
}
