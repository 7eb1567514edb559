import { Writable } from 'node:stream'
import t from 'tap'
import { emptied } from '../../../src/lib/io/emptied.ts'

t.test('resolves when everything was taken', async (t) => {
  const taken: string[] = []
  const stream = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      setImmediate(() => {
        taken.push(String(chunk))
        done()
      })
    },
  })
  stream.write('a')
  await emptied(stream)
  t.strictSame(
    taken.filter((text) => text !== ''),
    ['a'],
  )
  t.equal(stream.listenerCount('error') + stream.listenerCount('close'), 0)
})

t.test('resolves when a write fails, and when one has failed or the stream has gone', async (t) => {
  const stream = new Writable({ autoDestroy: false, write: (_chunk, _encoding, done) => void setImmediate(() => done(new Error('full'))) })
  stream.on('error', () => undefined)
  stream.write('a')
  await emptied(stream)
  t.match(stream.errored, { message: 'full' })
  await emptied(stream)
  stream.destroy()
  await emptied(stream)
  t.pass('none of them waits')
})
