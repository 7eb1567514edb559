import { Buffer } from 'node:buffer'
import t from 'tap'
import { DEPTH_MAX, findProblem } from '../../../src/lib/codec/cbor-scan.ts'

const fromHex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

t.test('takes every plain value', async (t) => {
  const values = [
    '00',
    '1903e8',
    '1b001fffffffffffff',
    '3b001ffffffffffffe',
    '20',
    '4101',
    '60',
    '6161',
    '80',
    '83010203',
    'a0',
    'a1616101',
    'f4',
    'f5',
    'f6',
    'f7',
    'f93c00',
    'fa3f800000',
    'fb7fefffffffffffff',
  ]
  for (const value of values) t.equal(findProblem(fromHex(value), { wide: true }), null, value)
})

t.test('takes an integer of 64 bits from a peer alone', async (t) => {
  t.equal(findProblem(fromHex('1b0000000000000001'), { wide: true }), null)
  t.equal(findProblem(fromHex('1b0000000000000001'), { wide: false }), 'a bigint is not allowed at byte 9')
})

t.test('starts afresh after a refusal deep inside', async (t) => {
  t.match(findProblem(fromHex(`${'81'.repeat(DEPTH_MAX + 1)}00`), { wide: true }), /deeper than 32/)
  t.equal(findProblem(fromHex('820102'), { wide: true }), null)
})

t.test('refuses what a message never holds', async (t) => {
  const cases: readonly [string, string, RegExp][] = [
    ['no bytes', '', /end inside/],
    ['bytes behind the value', '0000', /1 bytes follow/],
    ['a bignum', 'c249010000000000000000', /tag 2 is not allowed/],
    ['a negative bignum', 'c349010000000000000000', /tag 3/],
    ['a regular expression', 'd81b82613a6161', /tag 27/],
    ['a date', 'c11a00000000', /tag 1/],
    ['an indefinite list', '9f01ff', /indefinite/],
    ['an indefinite text', '7f6161ff', /indefinite/],
    ['a lone break', 'ff', /indefinite/],
    ['a reserved head', '1c', /reserved/],
    ['a list longer than its bytes', '9bffffffffffffffff', /end inside/],
    ['a list of a billion', '9a3b9aca00', /end inside/],
    ['a text longer than its bytes', '7a7fffffff61', /end inside/],
    ['an integer of 64 bits', '1bffffffffffffffff', /above 2\^53/],
    ['a negative integer of 64 bits', '3bffffffffffffffff', /above 2\^53/],
    ['NaN of 16 bits', 'f97e00', /not finite/],
    ['infinity of 32 bits', 'fa7f800000', /not finite/],
    ['minus infinity of 64 bits', 'fbfff0000000000000', /not finite/],
    ['a key that is a number', 'a10102', /key of a map/],
    ['an odd simple value', 'f8ff', /simple value 255/],
  ]
  for (const [name, bytes, problem] of cases) {
    t.match(findProblem(fromHex(bytes), { wide: true }), problem, name)
  }
})
