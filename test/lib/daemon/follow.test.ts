import t from 'tap'
import { prng } from '../../../src/lib/base/prng.ts'
import type { StreamEvent } from '../../../src/lib/contracts/stream.ts'
import { type FollowOptions, follow } from '../../../src/lib/daemon/follow.ts'
import type { Bus } from '../../../src/lib/ports/bus.ts'
import { createFaults, type FaultRates, QUIET } from '../../../src/lib/world/faults.ts'
import { createKernel } from '../../../src/lib/world/kernel.ts'
import { createHub } from '../../../src/lib/world/local-bus.ts'
import { virtualClock } from '../../../src/lib/world/virtual-clock.ts'
import { execStream } from '../../kit/exec-stream.ts'

const S = 1_000_000

/** A stream's owner and its follower on one hub. */
const setup = (rates: Partial<FaultRates> = {}, seed = 1) => {
  const kernel = createKernel(1_800_000_000_000_000)
  const faults = createFaults(prng(seed), { ...QUIET, ...rates })
  const hub = createHub(kernel, faults)
  const stream = execStream()
  const seen: number[] = []
  const marks: string[] = []
  const pulls: number[] = []
  const note = (mark: string): void => {
    if (marks.at(-1) !== mark) marks.push(mark)
  }
  let exec: Bus & { cut(): void }
  const connect = (epoch: number): void => {
    exec = hub.connect('exec', epoch)
    exec.serve(({ requestId, body }) => {
      const { after, max } = body as { after: number; max: number }
      pulls.push(after)
      const events = stream.events.slice(after, after + max)
      exec.reply(requestId, { ok: true, body: { epoch, events, lastSeq: stream.events.length, more: after + events.length < stream.events.length } })
    })
  }
  connect(1)
  const options: FollowOptions = {
    bus: hub.connect('risk', 1),
    clock: virtualClock(kernel),
    service: 'exec',
    stream: 'exec.events',
    after: 0,
    onEvent: ({ seq }) => seen.push(seq),
    onCaughtUp: (lastSeq) => note(`caught up ${lastSeq}`),
    onLost: () => note('lost'),
  }
  return {
    stream,
    seen,
    marks,
    pulls,
    faults,
    start: () => follow(options),
    run: (us: number) => kernel.run(kernel.nowUs() + us),
    connect,
    cut: () => exec.cut(),
    publish: ({ type, body, correlationId }: StreamEvent) => exec.publish({ topic: 'exec.events', type, body, correlationId }),
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

t.test('pulls what was there before it, then applies what is published', async (t) => {
  const { stream, seen, marks, pulls, start, run, publish } = setup()
  for (let index = 0; index < 3; index++) stream.changed({})
  start()
  run(S / 2)
  t.same([seen, marks], [upTo(3), ['caught up 3']])
  const before = pulls.length
  publish(stream.changed({}))
  run(20_000)
  t.same([seen, marks], [upTo(4), ['caught up 3', 'caught up 4']])
  t.equal(pulls.length, before, 'a published event needs no request')
})

t.test('reads a long stream page by page', async (t) => {
  const { stream, seen, marks, pulls, start, run } = setup()
  for (let index = 0; index < 1_050; index++) stream.changed({})
  start()
  run(S / 2)
  t.same(seen, upTo(1_050))
  t.same(pulls.slice(0, 7), [0, 200, 400, 600, 800, 1_000, 1_050])
  t.same(marks, ['caught up 1050'])
})

t.test('pulls an event that it missed, and keeps the order', async (t) => {
  const { stream, seen, start, run, publish } = setup()
  start()
  run(S / 2)
  stream.changed({})
  publish(stream.changed({}))
  run(50_000)
  t.same(seen, [1, 2])
})

t.test('notices within a second what was never published', async (t) => {
  const { stream, seen, start, run } = setup()
  start()
  run(S / 2)
  stream.changed({})
  run(1.1 * S)
  t.same(seen, [1])
})

t.test('ignores duplicates and old events', async (t) => {
  const { stream, seen, start, run, publish } = setup()
  start()
  run(S / 2)
  const first = stream.changed({})
  const second = stream.changed({})
  for (const event of [first, first, second, first, second]) publish(event)
  run(2 * S)
  t.same(seen, [1, 2])
})

t.test('does not take an event that breaks its contract', async (t) => {
  const { stream, seen, marks, start, run, publish } = setup()
  start()
  run(S / 2)
  publish({ ...stream.changed({}), body: { execSeq: 1, order: 'none' } })
  run(50_000)
  t.same(seen, [1], 'it is pulled instead')
  t.equal(marks.at(-1), 'caught up 1')
})

t.test('says after three seconds of silence that the stream is lost, and when it is back', async (t) => {
  const { stream, seen, marks, start, run, cut, connect } = setup()
  start()
  run(S / 2)
  cut()
  run(2.5 * S)
  t.same(marks, ['caught up 0'])
  run(2 * S)
  t.same(marks, ['caught up 0', 'lost'])
  run(10 * S)
  t.same(marks, ['caught up 0', 'lost'], 'once')
  stream.changed({})
  connect(2)
  run(S / 2)
  t.same(marks, ['caught up 0', 'lost', 'caught up 1'])
  t.same(seen, [1])
})

t.test('is lost when it is offered an event that it cannot read', async (t) => {
  const { stream, seen, marks, start, run } = setup()
  start()
  run(S / 2)
  stream.changed({})
  stream.events.push({ ...stream.changed({}), seq: 2, body: { execSeq: 2, order: 'none' } })
  stream.events.splice(1, 1)
  run(5 * S)
  t.same(seen, [1])
  t.same(marks, ['caught up 0', 'lost'])
})

t.test('loses nothing on a bus that drops, repeats and reorders', async (t) => {
  for (const seed of upTo(20)) {
    const { stream, seen, start, run, publish } = setup({ dropRatio: 0.3, duplicateRatio: 0.3, reorderRatio: 0.3 }, seed)
    start()
    for (let index = 0; index < 100; index++) {
      publish(stream.changed({}))
      run(5_000)
    }
    run(3 * S)
    t.same(seen, upTo(100), `seed ${seed}`)
  }
})

t.test('is silent once it is canceled', async (t) => {
  const { stream, seen, pulls, start, run, publish } = setup()
  const cancel = start()
  run(S / 2)
  cancel()
  const before = pulls.length
  publish(stream.changed({}))
  run(5 * S)
  t.same(seen, [])
  t.equal(pulls.length, before)
})

t.test('counts a publisher that knows less than we do as lost', async (t) => {
  const { stream, marks, start, run } = setup()
  stream.filled({})
  stream.filled({})
  start()
  run(2 * S)
  t.strictSame(marks, ['caught up 2'])
  stream.events.pop()
  run(10 * S)
  t.strictSame(marks, ['caught up 2', 'lost'])
})
