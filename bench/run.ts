import process from 'node:process'

/** What a bench shows; `run` prints its table and JSON lines and gives the exit code. */
interface Bench {
  readonly summary: string
  run(args: string[]): Promise<number>
}

const journal = async (): Promise<Bench> => {
  const { measureJournal } = await import('./journal.ts')
  const run = async (): Promise<number> => {
    for (const figure of await measureJournal()) process.stdout.write(`${JSON.stringify({ case: 'journal', ...figure })}\n`)
    return 0
  }
  return { summary: 'durable acknowledgement and recovery of the file journal', run }
}

const md = async (): Promise<Bench> => {
  const [cases, sockets] = [(await import('./md.ts')).bench, (await import('./md-sockets.ts')).bench]
  const run = async (args: string[]): Promise<number> => {
    const code = await cases.run(args)
    return (await sockets.run()) || code
  }
  return { summary: `${cases.summary}; then md-sockets`, run }
}

/** Loaded by name, so that one bench does not warm up the code of another. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  ring: async () => (await import('./ring.ts')).bench,
  md,
  'md-sockets': async () => (await import('./md-sockets.ts')).bench,
  journal,
}

const list = async (): Promise<void> => {
  for (const [name, load] of Object.entries(benches)) process.stdout.write(`${name.padEnd(10)} ${(await load()).summary}\n`)
}

const main = async ([name, ...args]: string[]): Promise<number> => {
  const load = name !== undefined && Object.hasOwn(benches, name) ? benches[name] : undefined
  if (load !== undefined) return (await load()).run(args)
  if (name !== undefined) process.stderr.write(`there is no bench '${name}'\n`)
  await list()
  return name === undefined ? 0 : 2
}

process.exitCode = await main(process.argv.slice(2))
