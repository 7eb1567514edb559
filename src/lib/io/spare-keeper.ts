import { type DiskCalls, prepareSpare } from './journal-medium.ts'

/** Keeps the next segment ready, so that a full disk shows while there is still room in this one. */
export interface SpareKeeper {
  /** Starts to prepare the spare unless that is under way or done. */
  want(): void
  /** Resolves when nothing is under way; the spare may be taken then, and has to be wanted anew. */
  use(): Promise<void>
  /** The spare became a segment: there is room again until the next one is wanted. */
  taken(): void
  /** The last attempt failed; it is repeated every second. */
  readonly missing: boolean
}

const RETRY_MS = 1000

export const spareKeeper = (folder: string, segmentBytes: number, disk: DiskCalls): SpareKeeper => {
  let preparing: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let missing = false

  const attempt = async (): Promise<void> => {
    try {
      await prepareSpare(folder, segmentBytes, disk)
      missing = false
    } catch {
      missing = true
      retry = setTimeout(() => {
        preparing = attempt()
      }, RETRY_MS)
      retry.unref()
    }
  }
  const want = (): void => {
    preparing ??= attempt()
  }
  const use = async (): Promise<void> => {
    await preparing
    clearTimeout(retry)
    preparing = undefined
  }
  return {
    want,
    use,
    taken: () => {
      missing = false
    },
    get missing() {
      return missing
    },
  }
}
