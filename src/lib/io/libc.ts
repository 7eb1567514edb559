import koffi from 'koffi'

/** The few calls of the C library that Node does not offer. A failing call leaves its code in `errno()`. */
export interface Libc {
  /** The address of the mapping, or -1. */
  mmap(bytes: number, protection: number, fd: number): number
  munmap(address: number, bytes: number): number
  /** 0 or the error code itself; errno is not set. */
  posixFallocate(fd: number, bytes: number): number
  /** 0, or -1 with EWOULDBLOCK in `errno()` when `operation` has LOCK_NB and another holds the lock. */
  flock(fd: number, operation: number): number
  /** To be read right after the call: any other one may change it. */
  errno(): number
  /** `ENOSPC` for 28; the number as text when it has no name. */
  errorName(code: number): string
  /** Gives free memory of all heaps back to the kernel; nothing where the C library has no such call. */
  trim(): void
  /** The memory at `address` without a copy. It must not be touched after munmap. */
  view(address: number, bytes: number): ArrayBuffer
}

export const PROT_READ = 1
export const PROT_WRITE = 2
const MAP_SHARED = 1

/** Only glibc has it. */
const trimOf = (library: ReturnType<typeof koffi.load>): (() => void) => {
  try {
    const trim = library.func('int malloc_trim(size_t)')
    return () => void trim(0)
  } catch {
    return () => undefined
  }
}

const load = (): Libc => {
  const library = koffi.load(null)
  const mmap = library.func('intptr_t mmap(intptr_t, size_t, int, int, int, int64_t)')
  const munmap = library.func('int munmap(intptr_t, size_t)')
  const fallocate = library.func('int posix_fallocate(int, int64_t, int64_t)')
  const flock = library.func('int flock(int, int)')
  const names = new Map(Object.entries(koffi.os.errno).map(([name, code]) => [code, name]))
  return {
    mmap: (bytes, protection, fd) => Number(mmap(0, bytes, protection, MAP_SHARED, fd, 0)),
    munmap: (address, bytes) => Number(munmap(address, bytes)),
    posixFallocate: (fd, bytes) => Number(fallocate(fd, 0, bytes)),
    flock: (fd, operation) => Number(flock(fd, operation)),
    errno: () => koffi.errno(),
    trim: trimOf(library),
    errorName: (code) => names.get(code) ?? String(code),
    view: (address, bytes) => koffi.view(BigInt(address), bytes),
  }
}

let loaded: Libc | undefined

/** Loaded at the first use, so that commands that need no mapping and no lock do not pay for it. */
export const libc = (): Libc => {
  loaded ??= load()
  return loaded
}
