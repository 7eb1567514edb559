import type { DocumentFile } from '../ports/records.ts'
import { writeJsonFile } from './json-file.ts'

/** The JSON document at `path`, 0600, replaced as a whole. */
export const documentFile = (path: string): DocumentFile => ({ replace: (document) => writeJsonFile(path, Object(document)) })
