import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import t from 'tap'
import { BODY_BYTES_MAX, readBody } from '../../../src/lib/io/http-body.ts'

const bodyOf = (...chunks: readonly Uint8Array[]): Promise<string | null> =>
  new Promise((resolve) => readBody(Readable.from(chunks.map((chunk) => Buffer.from(chunk))) as unknown as IncomingMessage, resolve))

t.test('joins chunks before it reads text, so that no character breaks', async (t) => {
  const bytes = new TextEncoder().encode('aé')
  t.equal(await bodyOf(bytes.subarray(0, 2), bytes.subarray(2)), 'aé')
  t.equal(await bodyOf(), '')
})

t.test('gives null once above the limit, and swallows the rest', async (t) => {
  t.equal((await bodyOf(new Uint8Array(BODY_BYTES_MAX)))?.length, BODY_BYTES_MAX)
  t.equal(await bodyOf(new Uint8Array(BODY_BYTES_MAX), new Uint8Array(1), new Uint8Array(9)), null)
})

t.test('never answers a client that breaks off', (t) => {
  const incoming = Object.assign(new EventEmitter(), { destroy: () => calls.push('destroyed') })
  const calls: unknown[] = []
  readBody(incoming as unknown as IncomingMessage, (body) => calls.push(body))
  incoming.emit('data', Buffer.from('half'))
  incoming.emit('error', new Error('aborted'))
  t.strictSame(calls, ['destroyed'])
  t.end()
})
