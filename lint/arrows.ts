import { anyOf, builtins, homes, levels, pattern } from './levels.ts'

type Side = { readonly path?: string; readonly pathNot?: string; readonly circular?: boolean; readonly orphan?: boolean; readonly dependencyTypes?: string[] }
type Arrow = { readonly name: string; readonly comment: string; readonly severity: 'error'; readonly from: Side; readonly to: Side }

const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown', 'unknown']
const forbid = (name: string, comment: string, ends: { from?: Side; to?: Side }): Arrow => ({
  name,
  comment,
  severity: 'error',
  from: ends.from ?? {},
  to: ends.to ?? {},
})

const slug = (place: string): string => place.replace('@', '').replace('lib/', '').replaceAll('/', '-').replace('daemons-*', 'daemon')

/** One rule for each place: nothing at its own level or above, its own folder excepted. */
const levelRules: readonly Arrow[] = levels.slice(0, -1).flatMap((places, level) =>
  places.map((place) => {
    const higher = levels.slice(level).flat()
    const own = place === 'daemons/*/shell' ? '^src/daemons/' : pattern(place)
    return forbid(`level-of-${slug(place)}`, `'${place}' is at level ${level}: it imports its own folder and lower levels only`, {
      from: { path: pattern(place) },
      to: { path: anyOf(higher), pathNot: own },
    })
  }),
)

const homeRules: readonly Arrow[] = Object.entries(homes).map(([name, places]) =>
  forbid(`home-of-${slug(name)}`, `'${name}' is imported in ${places.join(', ')} and nowhere else`, {
    from: { path: '^src/', pathNot: anyOf(places) },
    to: { path: `(^|node_modules/)${name}(/|$)` },
  }),
)

const daemonRules: readonly Arrow[] = [
  forbid('daemon-not-to-daemon', 'daemons know messages, never each other', {
    from: { path: '^src/daemons/([^/]+)/' },
    to: { path: '^src/daemons/', pathNot: '^src/daemons/$1/' },
  }),
  forbid('core-is-pure', 'a core sees base, model, contracts, matching, indicators and the types of daemon and venues', {
    from: { path: pattern('daemons/*/core') },
    to: { pathNot: '^src/lib/(base|model|contracts|matching|indicators|daemon|venues)/|^src/daemons/|(^|node_modules/)typebox(/|$)' },
  }),
  forbid('shell-not-to-io', 'commands build io, venues and worlds and hand them to a shell', {
    from: { path: pattern('daemons/*/shell') },
    to: { path: '^src/lib/(io|venues|world)/' },
  }),
]

const packageRules: readonly Arrow[] = [
  forbid('npm-only-in-io', 'packages live in lib/io; the exceptions have a home of their own', {
    from: { path: '^src/', pathNot: pattern('lib/io') },
    to: { dependencyTypes: npm, pathNot: `(^|node_modules/)(${Object.keys(homes).join('|')})(/|$)` },
  }),
  forbid('node-only-in-io', 'node: modules live in lib/io, lib/cli and commands', {
    from: { path: '^src/', pathNot: anyOf([...builtins.homes, ...builtins.pure.homes]) },
    to: { dependencyTypes: ['core'] },
  }),
  forbid('node-only-pure-functions', 'journal, world and verify may hash, nothing else', {
    from: { path: anyOf(builtins.pure.homes) },
    to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${builtins.pure.modules.join('|')})$` },
  }),
]

const generalRules: readonly Arrow[] = [
  forbid('no-circular', 'a circle of imports hides who depends on whom', { to: { circular: true } }),
  forbid('src-not-to-test', 'the product never imports its tests', { from: { path: '^src/' }, to: { path: '^(test|bench|lint)/' } }),
  forbid('no-dump-folders', 'name a file after what it is', {
    to: { path: '(^|/)(utils?|helpers?|common|misc|shared)(/|[.]ts$)', pathNot: 'node_modules' },
  }),
  forbid('no-orphans', 'a file that imports nothing and is imported by nobody is dead', { from: { orphan: true, path: '^(src|test/kit)/' } }),
]

/** Every forbidden arrow, for dependency-cruiser. */
export const arrows: readonly Arrow[] = [...generalRules, ...levelRules, ...daemonRules, ...homeRules, ...packageRules]
