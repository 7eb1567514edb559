import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import type { Result } from '../run/results.ts'
import { evidenceProblems } from './evidence.ts'
import { listProblems, type Requirement, type Requirements } from './requirements.ts'

const list = JSON.parse(readFileSync(resolve(import.meta.dirname, '../requirements.json'), 'utf8')) as Requirements
const [first, ...rest] = list.requirements
const one = first as Requirement
const change = (changes: Partial<Requirement>): readonly Requirement[] => [{ ...one, ...changes }, ...rest]

const passed: Result = { file: 'test/a.test.ts', title: 'shows it', state: 'passed', assertCount: 1, reason: '' }
const named: readonly Requirement[] = [{ ...one, status: 'done', tests: ['shows it'] }]
const judge = (results: readonly Result[], isWholeSuite = false) => evidenceProblems(named, results, { isWholeSuite })

t.test('accepts the list of the project', async (t) => {
  t.same(listProblems(list), [])
})

t.test('holds every function, test, observability item and interface', async (t) => {
  t.match(listProblems({ ...list, requirements: rest }), ["there are 50 requirements of kind 'function', not 51"])
})

t.test('refuses a requirement that stands twice', async (t) => {
  t.match(listProblems({ ...list, requirements: change({ id: rest[0]?.id ?? '' }) }), [/stands twice/])
})

t.test('refuses a sub-system that does not exist', async (t) => {
  t.same(listProblems({ ...list, finished: ['nix'] }), ["'nix' is no sub-system"])
})

t.test('refuses an open requirement in a finished sub-system', async (t) => {
  const open = list.requirements.map((requirement): Requirement => ({ ...requirement, status: 'open' }))
  t.match(listProblems({ finished: ['md'], requirements: open }), [/'md-function-1' is open in a finished sub-system/])
})

t.test('refuses a requirement that is done and names no test', async (t) => {
  t.same(listProblems({ ...list, requirements: change({ status: 'done', tests: [] }) }), [`'${one.id}' is done and names no test`])
})

t.test('accepts a named test that passed and asserts', async (t) => {
  t.same(judge([passed]), [])
})

t.test('refuses a named test that is missing from the suite', async (t) => {
  t.match(judge([{ ...passed, title: 'another' }]), [/missing from the suite/])
})

t.test('refuses a named test that failed', async (t) => {
  t.match(judge([{ ...passed, state: 'failed' }]), [/failed/])
})

t.test('refuses a named test that asserts nothing', async (t) => {
  t.match(judge([{ ...passed, assertCount: 0 }]), [/asserts nothing/])
})

t.test('refuses a named test that is skipped', async (t) => {
  t.match(judge([{ ...passed, state: 'skipped', reason: 'later' }]), [/is skipped/])
})

t.test('excuses a missing tool unless the whole suite is asked for', async (t) => {
  const skipped: Result = { ...passed, state: 'skipped', reason: "needs the system tool 'tmux'" }
  t.same(judge([skipped]), [])
  t.match(judge([skipped], true), [/is skipped/])
})

t.test('looks at every test of that title', async (t) => {
  t.match(judge([passed, { ...passed, file: 'test/b.test.ts', state: 'failed' }]), [/failed/])
})
