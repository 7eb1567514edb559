import { arrows } from './arrows.ts'
import type { Check } from './check.ts'
import { dead } from './dead.ts'
import { goldens } from './goldens.ts'
import { style } from './style.ts'
import { tidy } from './tidy.ts'
import { types } from './types.ts'

/** Everything that `npm run check` runs, in this order. */
export const checks: readonly Check[] = [types, style, arrows, dead, tidy, goldens]
