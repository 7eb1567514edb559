export type Kind = 'function' | 'test' | 'observability' | 'interface' | 'communication' | 'deployment' | 'workflow' | 'scaling' | 'monitoring'

/** One demand and the titles of the tests that show it. */
export type Requirement = {
  readonly id: string
  /** One of the ten sub-systems, or `all`. */
  readonly subsystem: string
  readonly kind: Kind
  readonly text: string
  readonly status: 'open' | 'done'
  readonly tests: readonly string[]
}

/** The list, with the sub-systems whose every demand has to be shown. */
export type Requirements = { readonly finished: readonly string[]; readonly requirements: readonly Requirement[] }

export const subsystems: readonly string[] = ['md', 'exec', 'strat', 'acct', 'dash', 'risk', 'config', 'metrics', 'tui', 'web']

/** How many demands of each kind the sub-systems have; none may get lost. */
const counts: Readonly<Partial<Record<Kind, number>>> = { function: 51, test: 42, observability: 42, interface: 44 }

const countProblems = (list: readonly Requirement[]): readonly string[] =>
  Object.entries(counts).flatMap(([kind, wantedCount]) => {
    const count = list.filter((requirement) => requirement.kind === kind).length
    return count === wantedCount ? [] : [`there are ${count} requirements of kind '${kind}', not ${wantedCount}`]
  })

/** What is wrong with the list itself. */
export const listProblems = ({ finished, requirements }: Requirements): readonly string[] => {
  const ids = requirements.map(({ id }) => id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  const known = [...subsystems, 'all']
  const strangers = [...finished, ...requirements.map(({ subsystem }) => subsystem)].filter((name) => !known.includes(name))
  const open = requirements.filter(({ subsystem, status }) => finished.includes(subsystem) && status !== 'done')
  const bare = requirements.filter(({ status, tests }) => status === 'done' && tests.length === 0)
  return [
    ...countProblems(requirements),
    ...twice.map((id) => `'${id}' stands twice in the list`),
    ...strangers.map((name) => `'${name}' is no sub-system`),
    ...open.map(({ id }) => `'${id}' is open in a finished sub-system`),
    ...bare.map(({ id }) => `'${id}' is done and names no test`),
  ]
}
