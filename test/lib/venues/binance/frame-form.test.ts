import t from 'tap'
import type { Instrument } from '../../../../src/lib/model/instrument.ts'
import { DecimalForm } from '../../../../src/lib/venues/binance/decimal-form.ts'
import { FrameCursor } from '../../../../src/lib/venues/binance/frame-cursor.ts'
import { FrameForm, FrameForms } from '../../../../src/lib/venues/binance/frame-form.ts'
import { PLANS } from '../../../../src/lib/venues/binance/frame-plan.ts'
import { btcusdt, utf8Bytes } from '../../../kit/market-texts.ts'

const instruments = new Map([['BTCUSDT', btcusdt]])
const START = '{"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":'

const cursorOf = (text: string): FrameCursor => {
  const cursor = new FrameCursor()
  cursor.load(utf8Bytes(text))
  return cursor
}

const entryOf = (instrument: Instrument) => {
  const form = new DecimalForm(2, 1, true)
  return { bytes: utf8Bytes(instrument.symbol), instrument, extra: { price: form, qty: form } }
}

/** The form of a frame whose whole numbers stand in braces. */
const formOf = (marked: string): FrameForm => {
  const form = new FrameForm()
  form.begin(PLANS.depthUpdate)
  const cursor = cursorOf(marked.replaceAll(/[<>]/g, ''))
  for (const [index, { index: at }] of [...marked.matchAll(/<(\d+)>/g)].entries()) {
    cursor.at = at - 2 * index
    cursor.whole(new Float64Array(1), 0)
    form.note(cursor, at - 2 * index, index + 1)
  }
  return form
}

const taken = (form: FrameForm, text: string, table = instruments): number[] | null => {
  const into = new Float64Array(16)
  const cursor = cursorOf(text)
  return form.take(cursor, into, table) ? [cursor.at, ...into.subarray(1, 4)] : null
}

t.test('reads the numbers of a frame that has the same text, of whatever length they are', async (t) => {
  const form = formOf(`${START}<1723161256408>,"s":"BTCUSDT","U":<50>,"u":<60>,"b":[`)
  for (const numbers of [
    [1_723_161_256_408, 50, 60],
    [1, 50_093_240_766, 123_456_789_012_345],
    [0, 0, 12_345_678],
  ]) {
    const text = `${START}${numbers[0]},"s":"BTCUSDT","U":${numbers[1]},"u":${numbers[2]}`
    t.strictSame(taken(form, `${text},"b":[`), [text.length, ...numbers])
  }
})

t.test('knows it again by each of its bytes', async (t) => {
  for (const start of ['{"E":', '{ "E":', '{  "E":', '{   "E":', START]) {
    const form = formOf(`${start}<12>,"u":<3>,`)
    const text = `${start}12,"u":3,`
    t.ok(taken(form, text))
    for (let at = 0; at < text.length - 1; at++) t.equal(taken(form, `${text.slice(0, at)}#${text.slice(at + 1)}`), null, `byte ${at} of ${text}`)
    for (let end = 0; end < text.length - 1; end++) t.equal(taken(form, text.slice(0, end)), null, `${end} bytes of ${text}`)
  }
})

t.test('is none without a number, nor for an instrument that has changed', async (t) => {
  t.equal(taken(formOf('{"s":"BTCUSDT",'), '{"s":"BTCUSDT",'), null)
  const form = formOf('{"s":"BTCUSDT","u":<1>,')
  form.entry = entryOf(btcusdt)
  t.ok(taken(form, '{"s":"BTCUSDT","u":1,'))
  t.equal(taken(form, '{"s":"BTCUSDT","u":1,', new Map([['BTCUSDT', { ...btcusdt }]])), null)
  t.equal(taken(form, '{"s":"BTCUSDT","u":1,', new Map()), null)
})

t.test('ends before what does not fit: a ninth number, a long text, a very short one', async (t) => {
  const many = Array.from({ length: 9 }, (_, index) => `"k":<${index}>,`).join('')
  const text = `{${many}`.replaceAll(/[<>]/g, '')
  t.equal(taken(formOf(`{${many}`), text)?.[0], text.length - '8,'.length - '"k":'.length - 1)
  for (const more of [`"${'x'.repeat(160)}":<7>`, '[<7>']) t.equal(taken(formOf(`{"u":<1>,${more},`), `{"u":1,${more},`)?.[0], '{"u":1'.length)
})

t.test('has a place for each stream, which another of the same place takes over', async (t) => {
  const forms = new FrameForms()
  const places = ['btcusdt@depth', 'btcusdt@trade', 'ethusdt@depth', '1000000mogusdt@depth', '1000000mogusdt@trade'].map((name) =>
    forms.placeOf(cursorOf(`{"stream":"${name}","data":{"e":"depthUpdate","E":1723161256408}}`)),
  )
  t.equal(new Set(places).size, places.length)
  t.equal(forms.placeOf(cursorOf('{}')), 0)
  const [place = 0] = places
  t.equal(forms.at(place), undefined)
  const first = forms.fresh(place, PLANS.depthUpdate)
  t.equal(forms.at(place), first)
  t.equal(forms.fresh(place, PLANS.trade).plan, PLANS.trade)
})
