import fc from 'fast-check'
import t from 'tap'
import { DecimalForm } from '../../../../src/lib/venues/binance/decimal-form.ts'
import { FrameCursor } from '../../../../src/lib/venues/binance/frame-cursor.ts'
import { LevelList } from '../../../../src/lib/venues/binance/level-list.ts'
import { LevelMemory } from '../../../../src/lib/venues/level-memory.ts'
import { utf8Bytes } from '../../../kit/market-texts.ts'

const cursor = new FrameCursor()
const list = new LevelList(cursor)
const memory = new LevelMemory()
const forms = { price: new DecimalForm(2, 1, false), qty: new DecimalForm(5, 1, true) }

const read = (text: string): number[] | null => {
  cursor.load(utf8Bytes(`{"b":${text}`))
  cursor.at = 5
  const count = list.read(memory, forms)
  return count < 0 || cursor.at !== cursor.end ? null : [...memory.flat.subarray(0, 2 * count)]
}

const textOf = (levels: readonly (readonly [number, number])[]): string =>
  JSON.stringify(levels.map(([ticks, lots]) => [(ticks / 100).toFixed(8), (lots / 100_000).toFixed(8)]))

t.test('reads levels whose lengths change from one to the next', async (t) => {
  const level = fc.tuple(fc.oneof(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 5_000_000, max: 5_000_100 })), fc.nat(99_999_999))
  fc.assert(
    fc.property(fc.array(level, { maxLength: 60 }), (levels) => {
      t.strictSame(read(textOf(levels)), levels.flat())
    }),
    { numRuns: 500 },
  )
})

t.test('reads more levels than there was room for', async (t) => {
  const levels = Array.from({ length: 3_000 }, (_, index) => [6_000_000 + index, index] as const)
  t.strictSame(read(textOf(levels)), levels.flat())
})

t.test('refuses a list that is broken at any byte', async (t) => {
  const text = textOf([
    [6_183_763, 378_826],
    [6_183_762, 378_826],
    [6_183_761, 5],
  ])
  t.strictSame(read(text)?.length, 6)
  for (let at = 0; at < text.length; at++) {
    if (/[1-9]/.test(text[at] ?? '')) continue
    const broken = `${text.slice(0, at)}x${text.slice(at + 1)}`
    t.equal(read(broken), null, `byte ${at}`)
    t.equal(read(text.slice(0, at)), null, `cut at ${at}`)
  }
  t.equal(read('[["0.00000000","1.00000000"]]'), null, 'a price of nothing')
})
