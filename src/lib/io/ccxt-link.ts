import { Buffer } from 'node:buffer'
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { TradeError } from '../base/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { VenueLink, VenueResult, VenueSocket, VenueSocketHandlers } from '../ports/venue.ts'

export interface CcxtLinkOptions {
  /** The library's id of a venue, like `okx`. */
  readonly id: string
  readonly clock: Clock
  /** Path of the library; by default the one that is installed here, or in the present folder. */
  readonly module?: string
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

const CHILD = join(import.meta.dirname, `ccxt-worker${import.meta.filename.endsWith('.ts') ? '.ts' : '.js'}`)
const CLOSE_LOST = 1006
const RESULT = '{"type":"result"'

/** The library is no dependency: who wants its breadth installs it. */
const findLibrary = (): string => {
  for (const from of [import.meta.filename, join(process.cwd(), 'package.json')]) {
    try {
      return pathToFileURL(createRequire(from).resolve('ccxt')).href
    } catch {
      // the next place may have it
    }
  }
  throw new TradeError('CCXT_MISSING', "venues of 'ccxt' need the package 'ccxt', which is not installed", {
    category: 'fatal',
    exit: 78,
    hint: 'npm install ccxt',
  })
}

/** One helper process: requests by id, everything else for its only socket. */
class Helper {
  readonly #child: Child
  readonly #waiting = new Map<number, (result: VenueResult) => void>()
  readonly #clock: Clock
  #requestCount = 0
  #problem = ''
  #socket: VenueSocketHandlers | null = null
  #ended = false

  constructor({ id, clock, module }: CcxtLinkOptions) {
    this.#clock = clock
    this.#child = spawn(process.execPath, [CHILD, id, module ?? findLibrary()], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stdin.on('error', () => undefined)
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#problem = chunk.toString('utf8').trimEnd().split('\n').at(-1) ?? ''
    })
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#read(line))
    this.#child.on('close', () => this.#end())
  }

  get ended(): boolean {
    return this.#ended
  }

  get hasSocket(): boolean {
    return this.#socket !== null
  }

  ask(timeoutUs: number, done: (result: VenueResult) => void): void {
    this.#requestCount -= 1
    const id = this.#requestCount
    const sentMonoUs = this.#clock.monoUs()
    const cancel = this.#clock.after(timeoutUs, () =>
      this.#settle(id, { ok: false, sent: true, reason: `no answer within ${timeoutUs / 1_000} ms`, sentMonoUs }),
    )
    this.#waiting.set(id, (result) => {
      cancel()
      done(result)
    })
    this.write(JSON.stringify({ method: 'instruments', id }))
  }

  write(line: string): void {
    if (!this.#ended) this.#child.stdin.write(`${line}\n`)
  }

  listen(handlers: VenueSocketHandlers): void {
    this.#socket = handlers
    this.#clock.defer(() => handlers.opened())
  }

  stop(): void {
    this.#ended = true
    this.#child.stdin.end()
    this.#child.kill('SIGTERM')
  }

  #read(line: string): void {
    if (line.startsWith(RESULT)) {
      const { id, body } = JSON.parse(line) as { id: number; body: string }
      this.#settle(id, { ok: true, status: 200, headers: {}, body, sentMonoUs: this.#clock.monoUs() })
    } else if (this.#socket?.bytes !== undefined) this.#socket.bytes(Buffer.from(line, 'utf8'))
    else this.#socket?.text(line)
  }

  #settle(id: number, result: VenueResult): void {
    const done = this.#waiting.get(id)
    this.#waiting.delete(id)
    done?.(result)
  }

  #end(): void {
    this.#ended = true
    const reason = this.#problem === '' ? 'the helper process ended' : this.#problem
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { ok: false, sent: true, reason, sentMonoUs: this.#clock.monoUs() })
    this.#socket?.closed(CLOSE_LOST, reason)
  }
}

/**
 * A venue behind helper processes, one for each socket; requests share the first of them. CCXT_MISSING (exit 78) when the library is not
 * installed; a process that died is started anew by the next call.
 */
export const openCcxtLink = (options: CcxtLinkOptions): VenueLink => {
  const module = options.module ?? findLibrary()
  const helpers = new Set<Helper>()
  const start = (): Helper => {
    for (const helper of helpers) if (helper.ended) helpers.delete(helper)
    const helper = new Helper({ ...options, module })
    helpers.add(helper)
    return helper
  }
  const alive = (isFit: (helper: Helper) => boolean): Helper => [...helpers].find((helper) => !helper.ended && isFit(helper)) ?? start()
  start()
  return {
    send: (_request, timeoutUs, done) => alive(() => true).ask(timeoutUs, done),
    openSocket: (_path, handlers): VenueSocket => {
      const own = alive(({ hasSocket }) => !hasSocket)
      own.listen(handlers)
      return { send: (text) => own.write(text), sendFrame: (frame) => own.write(JSON.stringify(frame)), close: () => own.stop() }
    },
    close: () => {
      for (const helper of helpers) helper.stop()
    },
  }
}
