import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Digests of golden files by path. What is listed once must stay as it is: peers of that version are still about. */
export type Manifest = Readonly<Record<string, string>>

const DIGEST_LENGTH = 16

const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, DIGEST_LENGTH)

/** What a golden folder holds, in the order of its paths. */
const manifestOf = (folder: string): Manifest => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort()
  return Object.fromEntries(paths.map((path) => [path, digestOf(join(folder, path))]))
}

export const readManifest = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** Lists the files that are new; what is listed already is left as it was. */
export const extendManifest = (file: string, folder: string): void => {
  const all = Object.entries({ ...manifestOf(folder), ...readManifest(file) }).sort(([one], [other]) => (one < other ? -1 : 1))
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 1)}\n`)
}

/** Files that are gone, changed or not listed. */
export const manifestProblems = (manifest: Manifest, folder: string): string[] => {
  const present = manifestOf(folder)
  const listed = Object.entries(manifest).flatMap(([path, digest]) =>
    present[path] === undefined ? [`'${path}' is gone`] : present[path] === digest ? [] : [`'${path}' has changed`],
  )
  return [...listed, ...Object.keys(present).flatMap((path) => (manifest[path] === undefined ? [`'${path}' is not listed`] : []))]
}
