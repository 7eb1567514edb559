import t from 'tap'
import { isSocketPath } from '../../../src/daemons/sim/socket-paths.ts'

t.test('takes sockets at the addresses of the venues and at no other', async (t) => {
  const known = [
    '/ws',
    '/ws/',
    '/ws/btcusdt@trade',
    '/stream',
    '/public/stream',
    '/market/ws/btcusdt@aggTrade',
    '/private/ws',
    '/private/k',
    '/ws-api/v3',
    '/ws-fapi/v1',
  ]
  for (const path of [...known, '/kraken', '/kraken/v2']) t.ok(isSocketPath(path), path)
  for (const path of ['', '/', '/nope', '/fapi', '/fapi/v1', '/wss', '/streams', '/public', '/public/x', '/krakens', '/x/ws']) t.notOk(isSocketPath(path), path)
})
