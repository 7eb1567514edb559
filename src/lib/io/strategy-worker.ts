import { parentPort, workerData } from 'node:worker_threads'
import { must } from '../base/assert.ts'
import { messageOf } from '../base/errors.ts'
import type { FromRunner, ToRunner } from '../contracts/runner.ts'
import { loadStrategy } from '../strategies/registry.ts'
import { createRunner } from '../strategies/runner.ts'
import { systemClock } from './clock.ts'
import type { MappedRange } from './mmap.ts'
import { openRingFile } from './ring-file.ts'
import { followRing } from './ring-follower.ts'
import { bellPath } from './ring-path.ts'

const REPORT_MS = 1_000

/** What the host hands to the thread. */
export interface WorkerInput {
  readonly ringPath: string
  readonly strategy: string
  readonly params: unknown
  readonly busyPoll: boolean
}

/** What the thread posts besides the runner's own messages: mappings that the host must free after its exit. */
export type WorkerMessage =
  | { readonly type: 'runner'; readonly message: FromRunner }
  | { readonly type: 'mapped'; readonly range: MappedRange }
  | { readonly type: 'unmapped'; readonly range: MappedRange }

const input = workerData as WorkerInput
const port = must(parentPort, 'parent port')
const post = (message: WorkerMessage): void => port.postMessage(message)
const say = (message: FromRunner): void => post({ type: 'runner', message })
const clock = systemClock()
const { strategy, params } = loadStrategy(input.strategy, input.params)
const runner = createRunner(strategy, params, { nowUs: clock.nowUs, monoUs: clock.monoUs, after: (delayUs, fn) => void clock.after(delayUs, fn), post: say })

const follower = followRing({
  open: () => openRingFile(input.ringPath, { onMapped: (range) => post({ type: 'mapped', range }), onUnmapped: (range) => post({ type: 'unmapped', range }) }),
  bellPath: bellPath(input.ringPath),
  visitor: runner.visitor,
  nowMonoUs: () => clock.monoUs(),
  onOpen: runner.attached,
  onError: (error) => say({ type: 'failed', message: messageOf(error) }),
  busyPoll: input.busyPoll,
})

port.on('message', (message: ToRunner | { readonly type: 'end' }) => {
  if (message.type === 'end') {
    runner.report(follower.reader())
    follower.close()
    port.close()
    clearInterval(reporting)
    return
  }
  try {
    runner.receive(message)
  } catch (error) {
    say({ type: 'failed', message: messageOf(error) })
  }
})
const reporting = setInterval(() => runner.report(follower.reader()), REPORT_MS)
