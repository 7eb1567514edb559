import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { crc32Text } from '../../../src/lib/base/crc32.ts'

t.test('is the checksum that zlib computes, in one piece or in two', async (t) => {
  t.equal(crc32Text('123456789'), 0xcbf43926)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (a, b) => {
      const whole = crc32(a + b)
      return crc32Text(a + b) === whole && crc32Text(b, crc32Text(a)) === whole
    }),
  )
})
