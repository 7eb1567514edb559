/** One system call of a trace; `begin` and `end` are the lines of its entry and of its return, in the one order of the trace. */
export interface Call {
  readonly name: string
  /** What the file descriptor stood for. */
  readonly path: string
  /** The arguments behind the descriptor as strace wrote them. */
  readonly data: string
  readonly begin: number
  readonly end: number
  readonly result: number
}

const LINE = /^(\d+) +(.*)$/
const ENTRY = /^(\w+)\(\d+<(.+?)>(?=,|\)| <unf)(.*)$/
const RESULT = / = (-?\d+)(?: E[A-Z]+ .*)?$/
const RESUMED = /^<\.\.\. \w+ resumed>/

/** Reads the output of `strace -f -yy -o FILE`; calls that never returned are left out. */
export const callsIn = (trace: string): Call[] => {
  const calls: Call[] = []
  const open = new Map<string, Omit<Call, 'end' | 'result'>>()
  for (const [line, text] of trace.split('\n').entries()) {
    const [, pid = '', rest = ''] = LINE.exec(text) ?? []
    const entry = ENTRY.exec(rest)
    if (entry !== null) open.set(pid, { name: entry[1] ?? '', path: entry[2] ?? '', data: entry[3] ?? '', begin: line })
    else if (!RESUMED.test(rest)) continue
    const call = open.get(pid)
    const result = RESULT.exec(rest)
    if (call === undefined || result === null || rest.endsWith('<unfinished ...>')) continue
    open.delete(pid)
    calls.push({ ...call, end: line, result: Number(result[1]) })
  }
  return calls
}

/** What a trace proves of orders and the disk. */
export interface PowerCutProof {
  /** Client order ids in the order in which they left. */
  readonly left: readonly string[]
  /** Those whose first byte left before a sync that covers their SEND frame had ended. */
  readonly tooEarly: readonly string[]
  /** Those that left more than once. */
  readonly twice: readonly string[]
}

const SENT = /order\.sentmclientOrderIdw(T1[0-9a-z-]{21})/g
const POSTED = /POST \/api\/v3\/order\?[^ ]*newClientOrderId=(T1[0-9a-z-]{21})/g

const idsIn = (data: string, pattern: RegExp): string[] => [...data.matchAll(pattern)].map(([, id = '']) => id)

/** Holds every order that left on a socket against the write of its SEND frame and the sync behind that. */
export const provePowerCut = (calls: readonly Call[]): PowerCutProof => {
  const inJournal = calls.filter(({ path, result }) => path.includes('/journal/') && result >= 0)
  const written = new Map<string, Call>()
  for (const call of inJournal) if (call.name.includes('write')) for (const id of idsIn(call.data, SENT)) written.set(id, call)
  const syncs = inJournal.filter(({ name }) => name === 'fdatasync')
  const posts = calls.filter(({ path }) => path.startsWith('TCP')).flatMap((call) => idsIn(call.data, POSTED).map((id) => ({ id, begin: call.begin })))
  const isCovered = ({ id, begin }: { readonly id: string; readonly begin: number }): boolean => {
    const write = written.get(id)
    return write !== undefined && syncs.some((sync) => sync.path === write.path && sync.begin > write.end && sync.end < begin)
  }
  const left = posts.map(({ id }) => id)
  return {
    left,
    tooEarly: posts.filter((post) => !isCovered(post)).map(({ id }) => id),
    twice: left.filter((id, index) => left.indexOf(id) < index),
  }
}
