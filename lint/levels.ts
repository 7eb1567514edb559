/** Folders (or single files) of src by level: a file imports from its own folder and from lower levels only. */
export const levels: readonly (readonly string[])[] = [
  ['lib/base'],
  ['lib/model'],
  ['lib/contracts', 'lib/matching', 'lib/indicators'],
  ['lib/ports', 'lib/codec'],
  ['lib/ring', 'lib/journal', 'lib/strategies', 'lib/venues'],
  ['lib/daemon', 'lib/io', 'lib/verify', 'lib/supervise'],
  ['lib/world', 'daemons/*/core', 'lib/cli'],
  ['daemons/*/shell'],
  ['commands'],
  ['main'],
]

/** The only places that may import a package; every other package belongs to lib/io. */
export const homes: Readonly<Record<string, readonly string[]>> = {
  '@oclif/core': ['lib/cli', 'commands', 'main'],
  'cbor-x': ['lib/codec'],
  koffi: ['lib/io'],
  pino: ['lib/io'],
  typebox: ['lib/contracts', 'lib/codec', 'lib/strategies', 'daemons/*/config'],
  undici: ['lib/io'],
  ws: ['lib/io'],
  zeromq: ['lib/io'],
}

/** Places that may import a `node:` module; the exceptions use pure functions of it. */
export const builtins = {
  homes: ['lib/io', 'lib/cli', 'commands', 'main'],
  pure: { homes: ['lib/journal', 'lib/world', 'lib/verify'], modules: ['zlib', 'crypto'], names: ['crc32', 'createHash'] },
}

const special: Readonly<Record<string, string>> = {
  main: '^src/main[.]ts$',
  'daemons/*/core': '^src/daemons/[^/]+/(?!shell[.]ts$)',
  'daemons/*/shell': '^src/daemons/[^/]+/shell[.]ts$',
  'daemons/*/config': '^src/daemons/[^/]+/config[.]ts$',
}

/** Regular expression of one place, as text. */
export const pattern = (place: string): string => special[place] ?? `^src/${place}/`

export const anyOf = (places: readonly string[]): string => places.map(pattern).join('|')
