import { isNearHorizon } from './known-levels.ts'
import type { Line } from './line.ts'
import type { Step } from './state.ts'

/** Places of lines that wait for a snapshot: lost books first, then those that never were there, then those about to be lost. */
const PLACES = { lost: 0, first: 1, near: 2, idle: 3 } as const

const placeOf = (step: Step, line: Line): number => {
  if (line.state !== 'valid') return line.everValid ? PLACES.lost : PLACES.first
  return isNearHorizon(step, line) ? PLACES.near : PLACES.idle
}

/** The waiting line whose turn it is, by what each is now, not by what it was when it came; null: none waits. `isIdle`: its book is good as it is. */
export const nextWaiting = (step: Step): { readonly line: Line; readonly isIdle: boolean } | null => {
  let found: Line | null = null
  let best: number = PLACES.idle + 1
  for (const line of step.state.waiting) {
    const place = placeOf(step, line)
    if (place >= best) continue
    found = line
    best = place
    if (best === PLACES.lost) break
  }
  return found === null ? null : { line: found, isIdle: best === PLACES.idle }
}
