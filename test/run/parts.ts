/** Parts of the suite by name, each a list of folders; together they are the whole suite. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  md: ['test/daemons/md/'],
  exec: ['test/daemons/exec/'],
  strat: ['test/daemons/strat/'],
  acct: ['test/daemons/acct/'],
  risk: ['test/daemons/risk/'],
  sim: ['test/daemons/sim/'],
  lib: ['test/lib/'],
  contracts: ['test/contracts/'],
  cli: ['test/cli/'],
  world: ['test/world/'],
  venues: ['test/venues/'],
  clients: ['test/clients/'],
  chaos: ['test/chaos/'],
  e2e: ['test/e2e/'],
  fuzz: ['test/fuzz/'],
  bench: ['test/bench/'],
  check: ['test/check/', 'test/run/', 'test/accept/', 'test/proof/', 'test/kit/'],
}

/** The parts that a file of the suite belongs to. */
export const partsOf = (file: string): readonly string[] =>
  Object.entries(parts)
    .filter(([, folders]) => folders.some((folder) => file.startsWith(folder)))
    .map(([name]) => name)

/** The files of the wanted parts, or every file when no part is named. */
export const filesOf = (files: readonly string[], wanted: readonly string[]): readonly string[] => {
  const tests = files.filter((file) => file.startsWith('test/') && file.endsWith('.test.ts'))
  return wanted.length === 0 ? tests : tests.filter((file) => partsOf(file).some((part) => wanted.includes(part)))
}
