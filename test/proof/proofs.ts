/** One property of the whole, shown by a script of this folder. */
export type Proof = {
  readonly name: string
  readonly summary: string
  /** The exit code: 0 when the property holds, 8 when it does not, 77 when there is nothing to show it on. */
  readonly run: (args: string[]) => Promise<number>
}
type Entry = { readonly load: () => Promise<{ readonly proof: Proof }>; readonly shortArgs: readonly string[] }

/** Every proof that `npm run proof` knows; `shortArgs` keep it below a minute. */
export const proofs: Readonly<Record<string, Entry>> = {
  starts: { load: () => import('./starts.ts'), shortArgs: ['--starts', '5', '--within-s', '45'] },
  kill9: { load: () => import('./kill9.ts'), shortArgs: ['--cycles', '1'] },
  demo: { load: () => import('./demo.ts'), shortArgs: ['--short'] },
  world: { load: () => import('./world.ts'), shortArgs: ['--short', '--minutes', '2'] },
  'md-faults': { load: () => import('./md-faults.ts'), shortArgs: ['--seeds', '2'] },
  'slow-reader': { load: () => import('./slow-reader.ts'), shortArgs: ['--sleep-s', '20', '--records', '6000', '--pairs', '3', '--round-s', '2'] },
  'md-sockets': { load: () => import('./md-sockets.ts'), shortArgs: ['--symbols', '1', '--for-s', '2', '--refusal-s', '2'] },
  'md-thousand': { load: () => import('./md-thousand.ts'), shortArgs: ['--symbols', '250', '--seconds', '10'] },
  fuzz: { load: () => import('./fuzz.ts'), shortArgs: ['--inputs', '10000'] },
  'exec-chaos': { load: () => import('./exec-chaos.ts'), shortArgs: ['--cycles', '3'] },
  'exec-world': { load: () => import('./exec-world.ts'), shortArgs: ['--seeds', '20'] },
  'ring-torn': { load: () => import('./ring-torn.ts'), shortArgs: ['--records', '2000000'] },
}
