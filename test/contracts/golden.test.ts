import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { CONTRACTS } from '../../src/lib/contracts/hello.ts'
import { contractsOf } from './current.ts'
import { examples } from './examples.ts'
import { bodyIn } from './frames.ts'
import { goldenBytes, goldenFiles, readGolden, writeMissing } from './golden.ts'
import { messagesOf } from './messages.ts'

const folder = join(import.meta.dirname, 'golden')
const contracts = contractsOf(resolve(import.meta.dirname, '../..'))
const files = goldenFiles(contracts)

t.test('the codec still writes the golden bytes, and the schemas have the golden shapes', async (t) => {
  for (const [path, text] of files) t.equal(readGolden(folder, path), text, path)
})

t.test('the golden bytes still say what they said', async (t) => {
  let seenCount = 0
  for (const message of messagesOf(contracts)) {
    for (const [variant, body] of Object.entries(examples[message.name] ?? {})) {
      const path = `${message.plane}-${CONTRACTS[message.plane]}/${message.name}.${variant}.hex`
      t.same(bodyIn(message, goldenBytes(readGolden(folder, path))), body, path)
      seenCount += 1
    }
  }
  t.ok(seenCount > 60, `${seenCount} bodies`)
})

t.test('adds what is missing and touches nothing that is there', async (t) => {
  const empty = mkdtempSync(join(tmpdir(), 'trade-golden-'))
  t.teardown(() => rmSync(empty, { recursive: true, force: true }))
  t.same(writeMissing(empty, new Map([['exec-1.0/a.hex', '00\n']])), ['exec-1.0/a.hex'])
  const more = new Map([
    ['exec-1.0/a.hex', 'ff\n'],
    ['exec-1.1/a.hex', '01\n'],
  ])
  t.same(writeMissing(empty, more), ['exec-1.1/a.hex'])
  t.equal(readGolden(empty, 'exec-1.0/a.hex'), '00\n')
  t.same(readdirSync(empty).sort(), ['exec-1.0', 'exec-1.1'])
})
