import { type ClockOffset, venueMsAt } from './clock-offset.ts'

/** What the samples of the venue's clock come to, in microseconds. */
export const clockReport = (clock: ClockOffset): { readonly offsetUs: number; readonly spreadUs: number; readonly samplesCount: number } => {
  const { samples } = clock
  const spreadUs = samples.length === 0 ? 0 : Math.max(...samples) - Math.min(...samples)
  return { offsetUs: venueMsAt(clock, 0) * 1000, spreadUs, samplesCount: samples.length }
}
