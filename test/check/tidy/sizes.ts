import type { Rule, Source } from './tree.ts'

const maxLines = 300
const maxMedianLines = 100

const linesOf = ({ text }: Source): number => text.split('\n').length - 1

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** Files of src stay short. The limit of a function and of a test's file belongs to biome. */
export const sizeRules: Rule = ({ scripts }) => {
  const long = scripts.filter((source) => linesOf(source) > maxLines)
  const middle = median(scripts.map(linesOf))
  return [
    ...long.map((source) => ({ rule: 'long-file', file: source.path, message: `${linesOf(source)} lines is above limit ${maxLines}` })),
    ...(middle >= maxMedianLines ? [{ rule: 'long-median', file: 'src', message: `median of ${middle} lines is not below ${maxMedianLines}` }] : []),
  ]
}
