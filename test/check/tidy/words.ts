import type { Rule, Source } from './tree.ts'
import { nodesOf } from './walk.ts'

/** Each has one other word in this project. */
const forbidden: Readonly<Record<string, string>> = {
  cancelled: 'canceled',
  exchange: 'venue',
  timestamp: 'eventUs, receivedUs or sentUs',
  direction: 'side',
  holding: 'position',
  stepsize: 'lot size',
  bbo: 'top of book',
  killswitch: 'halt',
}
const pattern = new RegExp(Object.keys(forbidden).join('|'), 'i')

const isPlace = ({ path }: Source): boolean => /^src\/(?:lib\/(?:model|contracts)\/.*|daemons\/[^/]+\/config)\.ts$/.test(path)

/** Names and one-word strings; prose may say what it likes. */
const wordsOf = ({ module }: Source): readonly string[] =>
  nodesOf(module)
    .filter(({ type }) => type === 'Identifier' || type === 'StringLiteral')
    .map(({ value }) => String(value))
    .filter((word) => !word.includes(' '))

const vocabulary: Rule = ({ scripts }) =>
  scripts.filter(isPlace).flatMap((source) =>
    wordsOf(source).flatMap((word) => {
      const found = pattern.exec(word)?.[0].toLowerCase()
      return found === undefined ? [] : [{ rule: 'forbidden-word', file: source.path, message: `'${word}' says ${found}: use ${forbidden[found]}` }]
    }),
  )

/** What must not stand in a file that is published: numbers of a tracker, paths of a machine, hosts of a registry. */
const leaks: Readonly<Record<string, RegExp>> = {
  'issue-number': /\b(?:issues?|fixe[sd]|closes?|GH)[ -]#?\d+\b/i,
  'machine-path': /(?<![\w.])\/(?:work|root|home\/[a-z]+)\//,
  'registry-host': /registry\.(?:npmjs|yarnpkg)|https?:\/\/registry/i,
}

const published: Rule = ({ files }) =>
  files.flatMap(({ path, text }) =>
    Object.entries(leaks).flatMap(([rule, leak]) => {
      const found = leak.exec(text)?.[0]
      return found === undefined ? [] : [{ rule, file: path, message: `says '${found}'` }]
    }),
  )

const soft = /\b(?:test|skip)\(\s*['"`][^'"`\n]*\bshould\b/

/** A title says what is, not what ought to be. */
const titles: Rule = ({ files }) =>
  files
    .filter(({ path, text }) => path.endsWith('.test.ts') && soft.test(text))
    .map(({ path }) => ({ rule: 'title-with-should', file: path, message: 'a title says in the present tense what happens' }))

export const wordRules: Rule = (tree) => [...vocabulary(tree), ...published(tree), ...titles(tree)]
