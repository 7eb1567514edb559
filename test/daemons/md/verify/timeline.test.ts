import t from 'tap'
import { Timeline } from '../../../../src/daemons/md/verify/timeline.ts'

t.test('lets what is due happen in order, equal times in the order of their calls', async (t) => {
  const timeline = new Timeline(100)
  const seen: [string, number][] = []
  const note = (name: string) => () => void seen.push([name, timeline.nowUs])
  timeline.after(30, note('late'))
  timeline.after(10, note('one'))
  timeline.after(10, note('two'))
  const cancel = timeline.after(20, note('never'))
  cancel()
  timeline.advance(125)
  t.strictSame(seen, [
    ['one', 110],
    ['two', 110],
  ])
  t.equal(timeline.nowUs, 125)
  timeline.advance(200)
  t.strictSame(seen.at(-1), ['late', 130])
})

t.test('does what was set while time went on', async (t) => {
  const timeline = new Timeline(0)
  const seen: number[] = []
  timeline.after(5, () => timeline.after(5, () => seen.push(timeline.nowUs)))
  timeline.advance(20)
  t.strictSame(seen, [10])
})
