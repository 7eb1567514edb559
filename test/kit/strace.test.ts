import t from 'tap'
import { callsIn, provePowerCut } from './strace.ts'

const FILE = '/d/exec/journal/00000001.trj'
const SOCKET = 'TCP:[127.0.0.1:52546->127.0.0.1:44435]'
const id = (n: number): string => `T10maker-0ldhq-000000${n}n`
const written = (n: number): string => `11 pwrite64(41<${FILE}>, "\\0dtypejorder.sentmclientOrderIdw${id(n)}hbody", 300, 4096) = 300`
const synced = `12 fdatasync(41<${FILE}>) = 0`
const posted = (n: number): string => `10 write(37<${SOCKET}>, "POST /api/v3/order?symbol=X&newClientOrderId=${id(n)}&x=1 HTTP/1.1", 90) = 90`
const proof = (...lines: string[]) => provePowerCut(callsIn(lines.join('\n')))

t.test('reads calls that other threads interrupt', async (t) => {
  const calls = callsIn(
    [`12 fdatasync(41<${FILE}> <unfinished ...>`, posted(1), '12 <... fdatasync resumed>)          = 0', '13 +++ exited with 0 +++'].join('\n'),
  )
  t.match(calls, [
    { name: 'write', path: SOCKET, begin: 1, end: 1, result: 90 },
    { name: 'fdatasync', path: FILE, begin: 0, end: 2, result: 0 },
  ])
})

t.test('is content with an order that leaves after its frame is written and synced', async (t) => {
  t.strictSame(proof(written(1), synced, posted(1)), { left: [id(1)], tooEarly: [], twice: [] })
})

t.test('finds every order that leaves too early, and one that leaves twice', async (t) => {
  t.strictSame(proof(written(1), posted(1), synced).tooEarly, [id(1)], 'before the sync')
  t.strictSame(proof(synced, written(1), posted(1)).tooEarly, [id(1)], 'the sync was before the write')
  t.strictSame(
    proof(written(1), `12 fdatasync(41<${FILE}> <unfinished ...>`, posted(1), '12 <... fdatasync resumed>) = 0').tooEarly,
    [id(1)],
    'during the sync',
  )
  t.strictSame(proof(written(1), `12 fdatasync(41<${FILE}>) = -1 EIO (Input/output error)`, posted(1)).tooEarly, [id(1)], 'the sync failed')
  t.strictSame(proof(written(1), `12 fdatasync(9<${FILE}.other>) = 0`, posted(1)).tooEarly, [id(1)], 'another file')
  t.strictSame(proof(posted(1)).tooEarly, [id(1)], 'no frame at all')
  t.strictSame(proof(written(1), synced, posted(1), posted(1)).twice, [id(1)])
})
