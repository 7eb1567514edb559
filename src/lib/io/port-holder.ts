import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process that listens on a TCP port. */
export interface PortHolder {
  readonly pid: number
  /** Its command line, cut. */
  readonly command: string
}

const LISTENING = '0A'
const PROCESSES_MAX = 4_096
const FILES_MAX = 65_536
const COMMAND_LENGTH_MAX = 80

const orNothing = <T>(read: () => T, nothing: T): T => {
  try {
    return read()
  } catch {
    return nothing
  }
}

const socketsIn = (table: string, port: number): string[] =>
  orNothing(() => readFileSync(table, 'latin1'), '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTENING && Number.parseInt(local.split(':').at(-1) ?? '', 16) === port)
    .map((fields) => `socket:[${fields[9]}]`)

const commandOf = (pid: number): string =>
  orNothing(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '')
    .replaceAll('\0', ' ')
    .trim()
    .slice(0, COMMAND_LENGTH_MAX)

/** Finds who listens on `port` of this host; undefined when it is another user's process or too many files are open to look. */
export const findPortHolder = (port: number): PortHolder | undefined => {
  const wanted = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => socketsIn(table, port)))
  if (wanted.size === 0) return undefined
  const pids = orNothing(() => readdirSync('/proc'), [])
    .filter((name) => /^\d+$/.test(name))
    .slice(0, PROCESSES_MAX)
  let budget = FILES_MAX
  const holds = (pid: string): boolean => {
    const files = orNothing(() => readdirSync(`/proc/${pid}/fd`), []).slice(0, budget)
    budget -= files.length
    return files.some((file) => wanted.has(orNothing(() => readlinkSync(`/proc/${pid}/fd/${file}`), '')))
  }
  const holder = pids.find(holds)
  return holder === undefined ? undefined : { pid: Number(holder), command: commandOf(Number(holder)) }
}
