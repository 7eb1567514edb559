/** Lines that were pulled from a feed together; they come from one file. */
export interface LineChunk {
  readonly lines: readonly string[]
  /** Name of the file, empty when the feed does not say. */
  readonly file: string
  /** Number of the first line in that file, from 1. */
  readonly firstLine: number
  /** How often the recordings had been read before. */
  readonly round: number
}

/** Where a line stands. */
export interface LinePlace {
  readonly file: string
  readonly line: number
  readonly round: number
}

/** Queue of recorded lines that knows where each one stands. */
export interface LineBuffer {
  readonly size: number
  push(chunk: LineChunk): void
  peek(): string | undefined
  /** Round of the line that peek shows. */
  readonly round: number
  /** Takes the line that peek showed. */
  take(): void
  /** Place of the line taken last. */
  readonly place: LinePlace
}

export const createLineBuffer = (): LineBuffer => {
  const chunks: LineChunk[] = []
  let at = 0
  let size = 0
  let place: LinePlace = { file: '', line: 0, round: 0 }
  return {
    get size() {
      return size
    },
    get round() {
      return chunks[0]?.round ?? place.round
    },
    get place() {
      return place
    },
    push: (chunk) => {
      if (chunk.lines.length === 0) return
      chunks.push(chunk)
      size += chunk.lines.length
    },
    peek: () => chunks[0]?.lines[at],
    take: () => {
      const chunk = chunks[0]
      if (chunk === undefined) return
      place = { file: chunk.file, line: chunk.firstLine + at, round: chunk.round }
      at += 1
      size -= 1
      if (at < chunk.lines.length) return
      chunks.shift()
      at = 0
    },
  }
}
