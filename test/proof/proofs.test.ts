import t from 'tap'
import { proofs } from './proofs.ts'

t.test('finds each proof under its own name, with a summary', async (t) => {
  const entries = Object.entries(proofs)
  t.ok(entries.length > 0)
  for (const [name, { load }] of entries) {
    const { proof } = await load()
    t.equal(proof.name, name)
    t.ok(proof.summary)
  }
})
