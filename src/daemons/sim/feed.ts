import type { SimIn } from './events.ts'
import type { LineChunk, LinePlace } from './market/line-buffer.ts'

/** Lines by the run: those of one pull come from one file. */
interface Runs {
  pull(max: number): string[]
  place?(): LinePlace
}

const chunkOf = (feed: Runs, lines: readonly string[]): LineChunk => {
  const { file, line, round } = feed.place?.() ?? { file: '', line: lines.length, round: 0 }
  return { lines, file, firstLine: line - lines.length + 1, round }
}

/** The next lines of a feed as the core takes them; damage behind good lines waits for the next pull. */
export const pullLines = (feed: Runs | null, count: number): SimIn => {
  const chunks: LineChunk[] = []
  for (let left = count; feed !== null && left > 0; left -= chunks.at(-1)?.lines.length ?? left) {
    try {
      const lines = feed.pull(left)
      if (lines.length === 0) break
      chunks.push(chunkOf(feed, lines))
    } catch (error) {
      if (chunks.length === 0) throw error
      break
    }
  }
  return chunks.length === 0 ? { type: 'feed.ended' } : { type: 'feed.lines', chunks }
}
