import t from 'tap'
import { Type } from 'typebox'
import { conclude } from '../../../src/lib/codec/settings.ts'

const Schema = Type.Object(
  { waitMs: Type.Integer({ default: 5, minimum: 1 }), names: Type.Array(Type.String(), { default: ['a'] }) },
  { additionalProperties: false },
)

t.test('fills in defaults and freezes the result all the way down', async (t) => {
  const settings = conclude(Schema, { waitMs: 7 }, 'toy')
  t.strictSame(settings, { waitMs: 7, names: ['a'] })
  t.throws(() => settings.names.push('b'), TypeError)
  t.strictSame(conclude(Schema, {}, 'toy').names, ['a'], 'the next one starts from the defaults again')
})

t.test('refuses a value out of range and an unknown key with exit code 78', async (t) => {
  t.throws(() => conclude(Schema, { waitMs: 0 }, 'toy'), { code: 'CONFIG_INVALID', exit: 78, message: /waitMs/ })
  t.throws(() => conclude(Schema, { waitMss: 1 }, 'toy'), { exit: 78, message: /waitMs/ })
})
