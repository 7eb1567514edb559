import { prng } from '../../src/lib/base/prng.ts'
import type { MarketAnswer, MarketVenue } from '../../src/lib/venues/market.ts'
import { type RecorderEffect, type RecorderInput, RecordingPlan } from '../../src/lib/venues/recording-plan.ts'
import { utf8Bytes } from './market-texts.ts'

/** An answer of the venue. */
export const answerOf = (status: number, headers: Readonly<Record<string, string>> = {}): MarketAnswer => ({
  ok: true,
  status,
  headers,
  body: '{"lastUpdateId":5}',
  sentMonoUs: 0,
})

/** A recording's plan in virtual time. */
export const recordingRig = (market: MarketVenue, symbols: readonly string[]) => {
  const effects: RecorderEffect[] = []
  const timers = new Map<string, number>()
  let nowUs = 1_700_000_040_000_000
  const emit = (effect: RecorderEffect): void => {
    effects.push(effect)
    if (effect.type === 'timer') timers.set(effect.id, nowUs + effect.afterUs)
  }
  const plan = new RecordingPlan(market, symbols, { chance: prng(1), emit })
  const give = (input: RecorderInput): void => plan.step(input, nowUs)
  const fireNext = (untilUs: number): boolean => {
    const [next] = [...timers].sort(([, one], [, other]) => one - other)
    if (next === undefined || next[1] > untilUs) return false
    timers.delete(next[0])
    nowUs = next[1]
    give({ type: 'fired', id: next[0] })
    return true
  }
  give({ type: 'start' })
  return {
    plan,
    give,
    text: (linkId: number, text: string) => give({ type: 'frame', linkId, bytes: utf8Bytes(text) }),
    /** Effects of one type so far. */
    of: <Type extends RecorderEffect['type']>(type: Type) =>
      effects.filter((effect): effect is Extract<RecorderEffect, { type: Type }> => effect.type === type),
    pass: (us: number): void => {
      const untilUs = nowUs + us
      while (fireNext(untilUs));
      nowUs = untilUs
    },
  }
}
