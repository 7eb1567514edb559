import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Places } from '../io/run-directory.ts'

/** Halts trading without any socket: risk and exec look for this file. It stays until a human removes it. */
export const dropKillFile = (places: Places): void => writeFileSync(join(places.run, 'KILL'), '', { mode: 0o600 })
