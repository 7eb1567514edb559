import { join, resolve } from 'node:path'
import process from 'node:process'
import { contractsOf } from './current.ts'
import { goldenFiles, writeMissing } from './golden.ts'
import { extendManifest } from './golden-manifest.ts'

/** Adds what the golden folder lacks for the present versions: and lists it in the manifest: run it after a new field and its new version. */
const folder = join(import.meta.dirname, 'golden')
const written = writeMissing(folder, goldenFiles(contractsOf(resolve(import.meta.dirname, '../..'))))
extendManifest(`${folder}.json`, folder)
for (const path of written) process.stdout.write(`${path}\n`)
process.stdout.write(`${written.length} files written\n`)
