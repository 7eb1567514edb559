import type { Check } from './check.ts'
import { commandRules } from './tidy/commands.ts'
import { docRules } from './tidy/docs.ts'
import { exceptionRules } from './tidy/exceptions.ts'
import { importRules } from './tidy/imports.ts'
import { layoutRules } from './tidy/layout.ts'
import { lockfileRules } from './tidy/lockfile.ts'
import { mirrorRules } from './tidy/mirror.ts'
import { sizeRules } from './tidy/sizes.ts'
import type { Rule } from './tidy/tree.ts'
import { readTree } from './tidy/tree.ts'
import { unitRules } from './tidy/units.ts'
import { wordRules } from './tidy/words.ts'

const rules: readonly Rule[] = [sizeRules, unitRules, wordRules, docRules, importRules, exceptionRules, mirrorRules, commandRules, layoutRules, lockfileRules]

/** What no other tool sees: units, words, doc comments, mirrors, pages, names at the top, the lockfile. */
export const tidy: Check = {
  name: 'tidy',
  wants: () => true,
  run: (root) => {
    const tree = readTree(root)
    return { findings: rules.flatMap((rule) => rule(tree)), seenCount: tree.files.length }
  },
}
