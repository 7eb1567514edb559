import { fileURLToPath } from 'node:url'

/** The program's own entry, as source or built. */
export const mainPath = (): string => fileURLToPath(new URL(`../../main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url))
