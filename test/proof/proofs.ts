/** One property of the whole, shown by a script of this folder. */
export type Proof = {
  readonly name: string
  readonly summary: string
  /** The exit code: 0 when the property holds. */
  readonly run: (args: string[]) => Promise<number>
}
type Entry = { readonly load: () => Promise<{ readonly proof: Proof }>; readonly shortArgs: readonly string[] }

/** Every proof that `npm run proof` knows; `shortArgs` keep it below a minute. */
export const proofs: Readonly<Record<string, Entry>> = {
  'ring-torn': { load: () => import('./ring-torn.ts'), shortArgs: ['--records', '2000000'] },
}
