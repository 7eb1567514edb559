import { readFileSync } from 'node:fs'

const pjson = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { readonly version: string }

/** Version of the program. */
export const VERSION = pjson.version
