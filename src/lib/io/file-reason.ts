import { messageOf } from '../base/errors.ts'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EEXIST: 'it exists, and is never overwritten',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'it may not be opened',
  EROFS: 'it may not be written',
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
  EBADF: 'it is closed',
  EIO: 'the device failed',
}

/** Why a file could not be opened, read or written, as a part of a sentence. */
export const fileReason = (error: unknown): string => {
  const { code } = Object(error) as { readonly code?: unknown }
  return (typeof code === 'string' ? REASONS[code] : undefined) ?? messageOf(error)
}
