import { readFileSync } from 'node:fs'

/** A process beyond its reusable number. */
export interface ProcessIdentity {
  readonly pid: number
  /** Start in clock ticks since boot, field 22 of /proc/pid/stat. */
  readonly startTicks: number
}

/** The state and start of a live process; undefined when there is none. */
const statOf = (pid: number): { readonly state: string; readonly startTicks: number } | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The command in parentheses may hold blanks and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startTicks: Number(fields[19]) }
  } catch {
    return undefined
  }
}

export const startTicksOf = (pid: number): number => statOf(pid)?.startTicks ?? 0

/** False for a number that another process has now, and for a zombie. */
export const isAlive = ({ pid, startTicks }: ProcessIdentity): boolean => {
  const stat = statOf(pid)
  return stat !== undefined && stat.startTicks === startTicks && stat.state !== 'Z' && stat.state !== 'X'
}
