import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import type { Finding } from './check.ts'
import { judge } from './check.ts'
import { changes } from './goldens/evolution.ts'
import { lostVersions } from './goldens/versions.ts'
import { goldens } from './goldens.ts'
import { type Files, plantTree } from './planted-tree.ts'

const root = resolve(import.meta.dirname, '../..')

const textsOf = (folder: string, wanted: RegExp): Files => {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) => wanted.test(name))
  return Object.fromEntries(names.map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]))
}

const real: Files = { ...textsOf('src/lib/contracts', /\.ts$/), ...textsOf('test/contracts/golden', /\.(?:hex|json)$/) }

/** The contracts and goldens of this tree with edits: path -> [from, to]; every edit changes something. */
const edited = (edits: Readonly<Record<string, readonly [RegExp | string, string]>>): Files => {
  const files = Object.entries(edits).map(([path, [from, to]]) => {
    const before = real[path] ?? ''
    const after = before.replace(from, to)
    if (after === before) throw new Error(`the edit of '${path}' changes nothing`)
    return [path, after] as const
  })
  return { ...real, ...Object.fromEntries(files) }
}

const without = (files: Files, gone: RegExp): Files => Object.fromEntries(Object.entries(files).filter(([path]) => !gone.test(path)))
const rulesOf = (findings: readonly Finding[]): readonly string[] => [...new Set(findings.map(({ rule }) => rule))].sort()

const EXEC = 'src/lib/contracts/exec.ts'
const HELLO = 'src/lib/contracts/hello.ts'
const RISK = 'src/lib/contracts/risk.ts'
const TOPOLOGY = 'src/lib/contracts/topology.ts'

t.test('the contracts of this tree agree with their goldens', async (t) => {
  const { findings, seenCount } = judge(goldens, plantTree(t, real))
  t.same(findings, [])
  t.ok(seenCount > 60, `${seenCount} files`)
})

const breaks: Readonly<Record<string, readonly [edits: Readonly<Record<string, readonly [RegExp | string, string]>>, says: RegExp]>> = {
  'a removed field': [{ [EXEC]: [/ {4}liquidity: .*\n/, ''] }, /'exec.events.order.filled.fill.liquidity' was removed/],
  'a removed optional field': [{ [EXEC]: [/ {4}causeMonoUs: .*\n/, ''] }, /'order.submit.request.causeMonoUs' was removed/],
  'a new required field': [
    { [RISK]: ['verdict: Type', 'weightCount: Type.Integer(),\n    verdict: Type'] },
    /'risk.check.answer.weightCount' is new and required/,
  ],
  'an optional field that is required now': [{ [EXEC]: ['price: Type.Optional(Decimal),', 'price: Decimal,'] }, /'order.submit.request.price' is required now/],
  'a required field that is optional now': [
    { [RISK]: ['codes: Type.Array(Type.String()) },', 'codes: Type.Optional(Type.Array(Type.String())) },'] },
    /is optional now/,
  ],
  'a changed type': [{ [EXEC]: ['openOrders: Type.Integer()', 'openOrders: Type.String()'] }, /openOrders' 'type' was "integer", is "string"/],
  'a narrowed list of words': [{ [EXEC]: [", 'gtd'], 'time in force'", "], 'time in force'"] }, /lost the word "gtd"/],
  'a wider list of words': [{ [RISK]: ["Type.Literal('K4')]", "Type.Literal('K4'), Type.Literal('K5')]"] }, /has the new word "K5"/],
  'a renamed message': [{ [TOPOLOGY]: ["'risk.resumed': HaltChanged", "'risk.lowered': HaltChanged"] }, /'risk.events.risk.resumed' was removed/],
  'a stricter bound': [{ 'src/lib/contracts/stream.ts': ['maximum: 1000', 'maximum: 100'] }, /'maximum' was 1000, is 100/],
  'a changed envelope': [{ 'src/lib/contracts/envelope.ts': [/ {4}causationId: .*\n/, ''] }, /'frame.published.causationId' was removed/],
}

for (const [smell, [edits, says]] of Object.entries(breaks)) {
  t.test(`${smell} without a new major is a finding`, async (t) => {
    const found = goldens.run(plantTree(t, edited(edits))).findings.filter(({ rule }) => rule === 'breaking-without-major')
    t.match(
      found.find(({ message }) => says.test(message)),
      { file: /^test\/contracts\/golden\/[a-z]+-\d\.0\/schema\.json$/, message: says },
    )
  })
}

t.test('a new optional field needs a new minor', async (t) => {
  const field = { [EXEC]: ['qty: Decimal,\n    postOnly', 'qty: Decimal,\n    iceQty: Type.Optional(Decimal),\n    postOnly'] } as const
  t.match(goldens.run(plantTree(t, edited(field))).findings, [
    {
      rule: 'addition-without-minor',
      file: 'test/contracts/golden/exec-2.0/schema.json',
      message: /'order.submit.request.iceQty' is new: 'exec' needs a new minor/,
    },
  ])
  const minor = edited({ ...field, [HELLO]: ["exec: '2.0'", "exec: '2.1'"] })
  t.match(rulesOf(goldens.run(plantTree(t, minor)).findings), ['golden-lost', 'golden-missing'], 'only its own goldens are asked for')
})

t.test('a field that a later minor took away again is a finding at the earlier one', async (t) => {
  const files = edited({ [EXEC]: [/ {4}causeMonoUs: .*\n/, ''], [HELLO]: ["exec: '2.0'", "exec: '2.1'"] })
  const { findings } = goldens.run(plantTree(t, files))
  t.match(
    findings.find(({ rule }) => rule === 'breaking-without-major'),
    { file: 'test/contracts/golden/exec-2.0/schema.json' },
  )
})

t.test('a new major may break, and keeps the goldens of the one before', async (t) => {
  const files = edited({ [EXEC]: [/ {4}liquidity: .*\n/, ''], [HELLO]: ["exec: '2.0'", "exec: '3.0'"] })
  t.same(rulesOf(goldens.run(plantTree(t, files)).findings), ['golden-lost', 'golden-missing'], 'goldens of 3.0 are asked for')
  const findings = goldens.run(plantTree(t, without(files, /golden\/exec-2\.0/))).findings
  t.match(
    findings
      .filter(({ rule }) => rule === 'golden-lost')
      .map(({ file }) => file)
      .sort(),
    [/exec-2\.x$/, /exec-3\.0$/],
  )
})

t.test('bytes that the schemas of today refuse are a finding', async (t) => {
  const path = 'test/contracts/golden/exec-2.0/order.cancel.answer.two.hex'
  const { findings } = goldens.run(
    plantTree(t, edited({ [path]: [/6e63/, '6e62'], 'test/contracts/golden/risk-1.0/risk.halt.answer.K2.hex': [/..\n$/, '\n'] })),
  )
  t.match(rulesOf(findings), ['golden-refused'])
})

t.test('goldens that are gone are a finding', async (t) => {
  t.match(goldens.run(plantTree(t, without(real, /golden\/risk-1\.0\/risk\.check\.answer/))).findings, [
    { rule: 'golden-missing', message: /no bytes of 'risk.check.answer'/ },
  ])
  t.match(rulesOf(goldens.run(plantTree(t, without(real, /golden\/market-1\.4\/schema/))).findings), ['golden-missing'])
})

t.test('a tree without goldens fails', async (t) => {
  t.match(rulesOf(judge(goldens, plantTree(t, without(real, /golden/))).findings), ['golden-lost', 'golden-missing', 'looked-at-too-few-files'])
})

t.test('prose may change in every version', async (t) => {
  t.same(goldens.run(plantTree(t, edited({ [EXEC]: ['limitMaker is post-only', 'post-only: limitMaker'] }))).findings, [])
})

t.test('lists the versions that have to be kept', async (t) => {
  const kept = [
    { plane: 'exec', major: 1, minor: 0 },
    { plane: 'exec', major: 2, minor: 1 },
  ]
  t.same(lostVersions({ plane: 'exec', major: 2, minor: 1 }, kept), ['exec-2.0'])
  t.same(lostVersions({ plane: 'risk', major: 2, minor: 0 }, kept), ['risk-2.0', 'risk-1.x'])
})

t.test('compares lists, tuples and maps part by part', async (t) => {
  const list = (items: unknown) => ({ type: 'array', items })
  t.same(changes(list({ type: 'string' }), list({ type: 'string' }), 'm'), [])
  t.match(changes(list({ type: 'string' }), list({ type: 'integer' }), 'm'), [{ where: 'm[]', isBreaking: true }])
  t.match(changes(list([{ type: 'string' }]), list([{ type: 'string' }, { type: 'string' }]), 'm'), [{ what: 'had 1 items, has 2' }])
  t.match(changes({ anyOf: [{ type: 'null' }] }, { anyOf: [{ type: 'null' }, { type: 'string' }] }, 'm'), [{ what: 'had 1 alternatives, has 2' }])
  t.match(changes({ type: 'object', patternProperties: {} }, { type: 'object' }, 'm'), [{ what: "'patternProperties' was {}, is nothing" }])
})
