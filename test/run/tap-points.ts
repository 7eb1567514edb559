/** One line `ok` or `not ok` of a TAP stream, with the lines below it. */
export type Point = {
  readonly title: string
  readonly isOk: boolean
  /** Reason of a skip or todo; empty when it gave none, undefined when it ran. */
  readonly skipped: string | undefined
  /** A subtest has a header of its own; an assertion has none. */
  readonly isTest: boolean
  readonly children: readonly Point[]
}

const pointLine = /^(?<indent> *)(?<word>ok|not ok) \d+(?: - (?<title>.*?))?(?: # (?<directive>SKIP|TODO|time=\S+) ?(?<reason>.*))?$/
const emptyPlan = /^1\.\.0 # (?:SKIP )?(?!no tests found)(?<reason>.+)$/
const headerLine = /^(?<indent> *)# Subtest: (?<title>.*)$/
const depthOf = (indent: string | undefined): number => (indent ?? '').length >> 2

type Open = { readonly points: Point[]; header: string | undefined }

/** Reads the TAP lines of one file. */
export class TapReader {
  readonly #levels: Open[] = []
  #quoteIndent: string | undefined
  #skipped: string | undefined

  /** The finished points of the top level. */
  get points(): readonly Point[] {
    return this.#levels[0]?.points ?? []
  }

  /** Reason of a file that skips itself as a whole. */
  get skipped(): string | undefined {
    return this.#skipped
  }

  line(text: string): void {
    if (this.#isQuoted(text)) return
    this.#skipped ??= emptyPlan.exec(text)?.groups?.reason
    const header = headerLine.exec(text)?.groups
    if (header) this.#level(depthOf(header.indent)).header = header.title
    const point = pointLine.exec(text)?.groups
    if (point) this.#point(point)
  }

  /** Diagnostics stand between `---` and `...` and may hold anything. */
  #isQuoted(text: string): boolean {
    if (this.#quoteIndent === undefined) {
      this.#quoteIndent = /^(?<indent> *)---$/.exec(text)?.groups?.indent
      return this.#quoteIndent !== undefined
    }
    if (text === `${this.#quoteIndent}...`) this.#quoteIndent = undefined
    return true
  }

  #level(depth: number): Open {
    const level = this.#levels[depth] ?? { points: [], header: undefined }
    this.#levels[depth] = level
    return level
  }

  #point(groups: Readonly<Record<string, string | undefined>>): void {
    const depth = depthOf(groups.indent)
    const level = this.#level(depth)
    const isAside = groups.directive === 'SKIP' || groups.directive === 'TODO'
    const point: Point = {
      title: (groups.title ?? '').replaceAll('\\#', '#'),
      isOk: groups.word === 'ok',
      skipped: isAside ? (groups.reason ?? '') : undefined,
      isTest: level.header !== undefined,
      children: this.#levels[depth + 1]?.points.splice(0) ?? [],
    }
    level.header = undefined
    level.points.push(point)
  }
}
