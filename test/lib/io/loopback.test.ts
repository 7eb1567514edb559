import t from 'tap'
import { formatAddress, isLoopbackUrl, parseListenAddress } from '../../../src/lib/io/loopback.ts'

t.test('reads loopback addresses, 127.0.0.1 by default', (t) => {
  t.strictSame(['8787', '127.0.0.1:0', 'localhost:80', '[::1]:9090', '127.9.9.9:65535', '[0:0:0:0:0:0:0:1]:1'].map(parseListenAddress), [
    { host: '127.0.0.1', port: 8787 },
    { host: '127.0.0.1', port: 0 },
    { host: 'localhost', port: 80 },
    { host: '::1', port: 9090 },
    { host: '127.9.9.9', port: 65535 },
    { host: '0:0:0:0:0:0:0:1', port: 1 },
  ])
  t.strictSame(
    [
      { host: '::1', port: 1 },
      { host: '127.0.0.1', port: 2 },
    ].map(formatAddress),
    ['[::1]:1', '127.0.0.1:2'],
  )
  t.end()
})

t.test('refuses every other address with exit 2', (t) => {
  for (const text of [
    '0.0.0.0:8787',
    '192.168.0.1:80',
    '[::]:80',
    '[2001:db8::1]:80',
    'example.test:80',
    '127.evil.test:80',
    '128.0.0.1:80',
    '[::ffff:1.2.3.4]:1',
  ]) {
    t.throws(() => parseListenAddress(text), { code: 'HTTP_ADDRESS', exit: 2, message: /is no loopback address$/ }, text)
  }
  for (const text of ['', 'none', ':80', '127.0.0.1', '127.0.0.1:65536', '127.0.0.1:-1', '127.0.0.1:8o', '::1:80', '127.0.0.1:80 ']) {
    t.throws(() => parseListenAddress(text), { code: 'HTTP_ADDRESS', exit: 2, message: /it is no address/ }, text)
  }
  t.end()
})

t.test('knows URLs of this host', async (t) => {
  for (const url of ['http://127.0.0.1:9', 'https://localhost/x', 'http://[::1]:80']) t.ok(isLoopbackUrl(url), url)
  for (const url of ['https://api.binance.com', 'http://128.0.0.1', 'nonsense']) t.notOk(isLoopbackUrl(url), url)
})
