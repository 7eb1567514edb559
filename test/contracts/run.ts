import { join, resolve } from 'node:path'
import process from 'node:process'
import { contractsOf } from './current.ts'
import { goldenFiles, writeMissing } from './golden.ts'

/** Adds what the golden folder lacks for the present versions: run it after a new field and its new version. */
const written = writeMissing(join(import.meta.dirname, 'golden'), goldenFiles(contractsOf(resolve(import.meta.dirname, '../..'))))
for (const path of written) process.stdout.write(`${path}\n`)
process.stdout.write(`${written.length} files written\n`)
