import t from 'tap'
import { payloadOf } from '../../../src/lib/daemon/recorder.ts'
import { replay } from '../../../src/lib/daemon/replay.ts'
import type { BasePorts } from '../../../src/lib/daemon/shell.ts'
import { recover } from '../../../src/lib/journal/recover.ts'
import type { Frame } from '../../../src/lib/ports/journal.ts'
import { type FaultRates, SAFETY } from '../../../src/lib/world/faults.ts'
import { World, type WorldDaemon } from '../../../src/lib/world/world.ts'
import { plainToyCore, type ToyConfig, type ToyEffect, type ToySpec, type ToyState, toyCore, toySpec } from '../../kit/toy-daemon.ts'

const S = 1_000_000

type Toy = WorldDaemon<ToyConfig, ToyState, Parameters<Parameters<ToySpec['shell']>[0]['offer']>[0], ToyEffect, BasePorts>

const toy = (name: 'exec' | 'acct', options: { readonly journaled: boolean; readonly askEveryUs: number; readonly cuts?: string[] }): Toy => ({
  spec: () => toySpec(options.journaled ? toyCore() : plainToyCore(), () => undefined, name),
  config: { startTotal: 0, askEveryUs: options.askEveryUs },
  journaled: options.journaled,
  ports: ({ base, onCut }) => {
    onCut(() => options.cuts?.push(name))
    return base
  },
})

/** An adder with a journal and one who asks it all the time; the asker gets `add`s at fixed times. */
const setup = (seed: number, rates: FaultRates = SAFETY) => {
  const logs: string[] = []
  const cuts: string[] = []
  const world = new World({ seed, rates, log: { write: (_level, message) => void logs.push(message) } })
  world.add('exec', toy('exec', { journaled: true, askEveryUs: 0, cuts }))
  world.add('acct', toy('acct', { journaled: false, askEveryUs: 20_000, cuts }))
  const add = (amount: number): void => world.running('exec')?.offer({ type: 'add', amount } as { readonly type: string })
  const frames = (): readonly Frame[] => recover(world.disk('exec')?.images() ?? []).frames
  return { world, add, frames, logs, cuts }
}

/** A history with kills at fixed times. */
const history = (seed: number) => {
  const { world, add, frames } = setup(seed)
  for (let index = 0; index < 60; index++) {
    add(index)
    if (index % 20 === 7) world.kill('exec')
    if (index % 25 === 11) world.kill('acct')
    world.run(100_000)
  }
  world.run(2 * S)
  return { digest: world.digest(), faults: world.faults.count, frames: frames() }
}

const totalOf = (frames: readonly Frame[]): number => {
  const last = frames.findLast(({ type }) => type === 'EVENT')
  return last === undefined ? 0 : (payloadOf(last) as { total: number }).total
}

t.test('repeats its history to the byte from the same seed, kills and all', async (t) => {
  const [one, again] = [history(42), history(42)]
  t.equal(one.digest, again.digest)
  t.same(one.frames, again.frames)
  t.equal(one.faults, again.faults)
})

t.test('goes another way from another seed', async (t) => {
  const digests = [1, 2, 3, 4, 5].map((seed) => history(seed).digest)
  t.equal(new Set(digests).size, 5)
})

t.test('restarts what was killed after half a second, with a greater epoch and its journal', async (t) => {
  const { world, add, frames, cuts } = setup(3)
  add(5)
  world.run(S)
  world.kill('exec')
  t.equal(world.running('exec'), null)
  t.same(cuts, ['exec'])
  world.run(400_000)
  t.equal(world.running('exec'), null)
  world.run(200_000)
  t.ok(world.running('exec')?.health().ready)
  add(6)
  world.run(S)
  t.equal(totalOf(frames()), 11)
  const epochs = frames()
    .filter(({ type }) => type === 'EPOCH')
    .map(({ epoch }) => epoch)
  t.equal(epochs.length, 2)
  t.ok((epochs[1] ?? 0) > (epochs[0] ?? 0))
  t.equal(world.counters('exec').length, 2)
})

t.test('loses at a kill what was not yet on the disk, and nothing else', async (t) => {
  for (let seed = 0; seed < 30; seed++) {
    const { world, add, frames } = setup(seed)
    add(1)
    world.run(S)
    add(2)
    world.run(seed * 60)
    world.kill('exec')
    world.run(S)
    t.ok([1, 3].includes(totalOf(frames())), `seed ${seed}`)
    t.equal(replay(toyCore(), frames()).difference, null)
  }
})

t.test('kills a daemon once, and knows whom it runs', async (t) => {
  const { world, cuts } = setup(4)
  world.kill('exec')
  world.kill('exec')
  world.kill('nobody')
  t.same(cuts, ['exec'])
  world.run(S)
  t.same(world.names(), ['exec', 'acct'])
  t.equal(world.disk('acct'), null)
  t.equal(world.disk('nobody'), null)
  t.same(world.counters('nobody'), [])
})

t.test('keeps down a daemon that stopped in order', async (t) => {
  const { world, cuts } = setup(5)
  world.run(S)
  world.stop('exec')
  world.run(2 * S)
  t.same(world.ends, [{ name: 'exec', exit: 0, message: 'stopped' }])
  t.equal(world.running('exec'), null)
  t.same(cuts, ['exec'])
  t.ok(world.running('acct'))
})

t.test('notes the end of a daemon that breaks', async (t) => {
  const { world, logs } = setup(6)
  world.running('exec')?.offer({ type: 'break' })
  world.run(S)
  t.match(world.ends, [{ name: 'exec', exit: 1, message: 'the toy broke' }])
  t.same(logs, ['stopped by a broken invariant'])
})
