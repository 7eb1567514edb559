import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import t from 'tap'

const child = resolve(import.meta.dirname, '../../../src/lib/io/ccxt-worker.ts')
const library = pathToFileURL(resolve(import.meta.dirname, '../../fixtures/ccxt-fake/index.js')).href

t.test('answers line by line and ends with its input', async (t) => {
  const helper = spawn(process.execPath, [child, 'fake', library], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((done) => helper.on('close', done))
  const lines = createInterface({ input: helper.stdout })[Symbol.asyncIterator]()
  helper.stdin.write('{"method":"instruments","id":7}\n')
  const { type, id, body } = JSON.parse(String((await lines.next()).value)) as { type: string; id: number; body: string }
  t.strictSame([type, id], ['result', 7])
  t.match(JSON.parse(body), [{ symbol: 'BTC-USDT', tickSize: '0.01' }, { symbol: 'ETH-USDT' }])
  helper.stdin.write('{"method":"unsubscribe","streams":[],"id":8}\n')
  t.strictSame(JSON.parse(String((await lines.next()).value)), { type: 'answered', id: 8 })
  helper.stdin.end()
  t.equal(await ended, 0)
})
