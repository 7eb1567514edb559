import t from 'tap'
import { monoUs } from '../../../src/lib/base/units.ts'
import { exchangeInfo, marketTexts, textsOf, utf8Bytes } from '../../kit/market-texts.ts'
import { connectedBench, type MdBench, mdBench } from '../../kit/md-core.ts'

const stateOf = (bench: MdBench) => bench.state.lines.get('BTCUSDT')?.state
const reasonOf = (bench: MdBench) => bench.state.lines.get('BTCUSDT')?.reason

const validBench = (...args: Parameters<typeof connectedBench>): MdBench => {
  const bench = connectedBench(...args)
  bench.text(marketTexts.diff({ ids: [1, 2] }))
  bench.answer(marketTexts.snapshot(1, [], []))
  bench.take('socket.open')
  return bench
}

t.test('makes its books stale when the connection closes, and valid again over another one', async (t) => {
  const bench = validBench()
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  t.equal(stateOf(bench), 'stale')
  t.equal(reasonOf(bench), 'the connection is closed')
  bench.advance(200_000)
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
  bench.give({ type: 'socket.opened', socketId: 2 })
  bench.text(marketTexts.diff({ ids: [50, 52] }))
  bench.answer(marketTexts.snapshot(51, [], []))
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { reconnects: 1, resyncs: 1, gaps: 0 })
})

t.test('hears nothing of a connection that it gave up', async (t) => {
  const bench = validBench()
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'reset' })
  bench.give({ type: 'socket.frame', socketId: 1, bytes: utf8Bytes(marketTexts.trade(1, 1, 1)), receivedMonoUs: monoUs(1) })
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'again' })
  bench.give({ type: 'socket.opened', socketId: 1 })
  t.equal(bench.state.counts.trades, 0)
  bench.advance(300_000)
  t.equal(bench.take('socket.open').length, 1)
})

t.test('replaces a connection that is open and silent', async (t) => {
  const bench = validBench({ silenceMs: 1_000 })
  bench.advance(900_000)
  bench.text(marketTexts.diff({ ids: [3, 3] }))
  bench.advance(900_000)
  t.equal(stateOf(bench), 'valid')
  bench.advance(300_000)
  t.equal(reasonOf(bench), 'the connection is silent')
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  bench.advance(300_000)
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
})

t.test('gives up a connection that never opens', async (t) => {
  const bench = mdBench({ silenceMs: 1_000 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo('BTCUSDT'))
  bench.advance(1_500_000)
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
})

t.test('replaces a connection after a run of garbled frames', async (t) => {
  const bench = validBench({ garbledRunCount: 3 })
  for (const text of ['x', 'x', marketTexts.trade(1, 1, 1), 'x', 'x']) bench.text(text)
  t.equal(bench.take('socket.close').length, 0)
  bench.text('x')
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
})

t.test('opens an heir at the notice of a shutdown, and its books stay valid over both', async (t) => {
  const bench = validBench({ overlapMs: 1_000 })
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
  bench.give({ type: 'socket.opened', socketId: 2 })
  bench.text(marketTexts.diff({ ids: [3, 3] }))
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'gone' })
  bench.text(marketTexts.diff({ ids: [4, 4] }))
  bench.advance(300_000)
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { gaps: 0, resyncs: 0, reconnects: 0 })
  t.equal(bench.take('socket.open').length, 0)
})

t.test('opens the heir of a connection that will be cut, though it has to wait for its turn', async (t) => {
  const bench = validBench()
  bench.state.connectTatUs = bench.nowUs() + 120_000_000
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  t.equal(bench.take('socket.open').length, 0)
  for (let second = 0; second < 60; second++) {
    bench.advance(1_000_000)
    bench.text(marketTexts.diff({ ids: [3 + second, 3 + second] }))
  }
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
})

t.test('books that an heir carries already outlive the old connection; the others are stale until it carries them too', async (t) => {
  const symbols = Array.from({ length: 60 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols, depthLevelsCount: 100 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  const answerAll = (): void => {
    for (let turn = 0; turn < 4; turn++) {
      bench.advance(300_000)
      for (const { text } of bench.take('socket.send')) bench.text(`{"result":null,"id":${JSON.parse(text).id}}`)
    }
  }
  bench.give({ type: 'socket.opened', socketId: 1 })
  answerAll()
  const texts = ['COIN0', 'COIN59'].map(textsOf)
  const stateIn = (symbol: string) => bench.state.lines.get(symbol)
  for (const symbol of ['COIN0', 'COIN59']) {
    const line = stateIn(symbol)
    if (line?.requestId === null || line === undefined) throw new Error('nothing is asked')
    bench.text(textsOf(symbol).diff({ ids: [1, 2] }))
    const result = { ok: true, status: 200, headers: {}, body: marketTexts.snapshot(1, [], []), sentMonoUs: 0 } as const
    bench.give({ type: 'venue.answered', id: line.requestId, result })
    t.equal(line.state, 'valid')
  }
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  bench.give({ type: 'socket.opened', socketId: 2 })
  const [first] = bench.take('socket.send')
  bench.text(`{"result":null,"id":${JSON.parse(first?.text ?? '').id}}`)
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'gone' })
  t.equal(stateIn('COIN0')?.state, 'valid')
  t.equal(stateIn('COIN59')?.state, 'stale')
  answerAll()
  for (const text of texts) bench.text(text.diff({ ids: [3, 3] }))
  t.match([stateIn('COIN0')?.state, stateIn('COIN0')?.updateId, stateIn('COIN59')?.connected], ['valid', 3, true])
  t.equal(bench.take('socket.open').length, 2)
})

t.test('asks again for a subscription that the venue refused, ever more slowly, and for others meanwhile', async (t) => {
  const symbols = Array.from({ length: 60 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols, backoffMaxMs: 2_000, silenceMs: 60_000 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  bench.give({ type: 'socket.opened', socketId: 1 })
  const sentUs: number[] = []
  for (let turn = 0; turn < 150; turn++) {
    for (const { text } of bench.take('socket.send')) {
      const isRefused = text.includes('coin0@') && sentUs.length < 6
      if (isRefused) sentUs.push(bench.nowUs())
      const { id } = JSON.parse(text)
      bench.text(isRefused ? `{"error":{"code":3,"msg":"no"},"id":${id}}` : `{"result":null,"id":${id}}`)
    }
    bench.advance(100_000)
  }
  const waitsUs = sentUs.slice(1).map((us, index) => us - (sentUs[index] ?? 0))
  t.equal(sentUs.length, 6)
  t.ok(waitsUs.every((us) => us >= 200_000) && Math.max(...waitsUs) > 700_000, waitsUs.join(' '))
  t.ok([...bench.state.lines.values()].every(({ connected }) => connected))
  t.equal(bench.state.links[0]?.conn?.phase, 'open')
})

t.test('is stale when the old connection goes before its heir is there', async (t) => {
  const bench = validBench()
  bench.text('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}')
  bench.give({ type: 'socket.closed', socketId: 1, reason: 'gone' })
  t.equal(stateOf(bench), 'stale')
  bench.give({ type: 'socket.opened', socketId: 2 })
  bench.advance(200_000)
  bench.text(marketTexts.diff({ ids: [9, 9] }))
  bench.answer(marketTexts.snapshot(8, [], []))
  t.equal(stateOf(bench), 'valid')
})

t.test('replaces a connection before the venue cuts it at 24 hours, the new one first', async (t) => {
  const bench = validBench({ silenceMs: 600_000, overlapMs: 2_000 })
  let id = 3
  for (let minute = 0; minute < 23 * 60 + 49; minute++) {
    bench.advance(60_000_000)
    bench.text(marketTexts.diff({ ids: [id, id] }))
    id += 1
  }
  t.equal(bench.take('socket.open').length, 0)
  bench.advance(90_000_000)
  t.match(bench.take('socket.open'), [{ socketId: 2 }])
  bench.give({ type: 'socket.opened', socketId: 2 })
  bench.text(marketTexts.diff({ ids: [id, id] }))
  t.equal(bench.take('socket.close').length, 0)
  bench.advance(2_200_000)
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  t.equal(stateOf(bench), 'valid')
  t.match(bench.state.counts, { rotations: 1, gaps: 0, resyncs: 0 })
})

t.test('makes a book stale whose stream dies alone, and begins that stream again', async (t) => {
  const bench = validBench({ silenceMs: 1_000 })
  for (let id = 1; id <= 17; id++) {
    bench.advance(100_000)
    bench.text(marketTexts.trade(id, 1, 1))
  }
  t.equal(reasonOf(bench), 'the stream of the symbol is silent')
  const [end] = bench.take('socket.send')
  t.match(end, { socketId: 1, text: '{"method":"UNSUBSCRIBE","params":["btcusdt@depth@100ms"],"id":1}' })
  bench.text('{"result":null,"id":1}')
  bench.advance(300_000)
  t.match(bench.take('socket.send'), [{ text: '{"method":"SUBSCRIBE","params":["btcusdt@depth@100ms"],"id":2}' }])
  bench.text('{"result":null,"id":2}')
  bench.text(marketTexts.diff({ ids: [20, 21] }))
  bench.answer(marketTexts.snapshot(20, [], []))
  t.equal(stateOf(bench), 'valid')
  t.equal(bench.take('socket.open').length, 0)
})

t.test('tries ever more slowly while the venue refuses, far below what a venue allows in five minutes', async (t) => {
  const bench = validBench()
  let attempts = 0
  for (let ms = 0; ms < 300_000; ms += 100) {
    if (bench.take('socket.open').length > 0 || ms === 0) {
      attempts += 1
      bench.give({ type: 'socket.closed', socketId: bench.socketId(), reason: 'refused' })
    }
    bench.advance(100_000)
  }
  t.ok(attempts > 60 && attempts < 160, `${attempts} attempts`)
})

t.test('attempts to connect stay below 300 in any five minutes, over all connections', async (t) => {
  const symbols = Array.from({ length: 1_000 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols, backoffMaxMs: 200 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  const openedUs: number[] = []
  for (let ms = 0; ms < 900_000; ms += 100) {
    for (const { socketId } of bench.take('socket.open')) {
      openedUs.push(bench.nowUs())
      bench.give({ type: 'socket.closed', socketId, reason: 'refused' })
    }
    bench.advance(100_000)
  }
  const most = Math.max(...openedUs.map((us) => openedUs.filter((other) => other >= us && other < us + 300_000_000).length))
  t.ok(most > 200 && most < 300, `${most} attempts`)
})

t.test('subscribes many symbols by messages, one after the answer of the other and five a second at most', async (t) => {
  const symbols = Array.from({ length: 650 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  t.strictSame(
    bench.take('socket.open').map(({ path }) => path),
    ['/stream', '/stream'],
  )
  bench.give({ type: 'socket.opened', socketId: 1 })
  const streams: string[] = []
  let sendCount = 0
  for (let turn = 0; turn < 60; turn++) {
    const sent = bench.take('socket.send')
    t.ok(sent.length <= 1)
    for (const { text } of sent) {
      const { method, params, id } = JSON.parse(text) as { method: string; params: string[]; id: number }
      t.equal(method, 'SUBSCRIBE')
      streams.push(...params)
      sendCount += 1
      bench.give({ type: 'socket.frame', socketId: 1, bytes: utf8Bytes(`{"result":null,"id":${id}}`), receivedMonoUs: monoUs(1) })
    }
    bench.advance(100_000)
  }
  t.strictSame([new Set(streams).size, streams.length], [341 * 3, 341 * 3])
  t.ok(sendCount >= 11 && sendCount <= 24, `${sendCount} messages`)
  t.equal(bench.state.lines.get('COIN0')?.state, 'syncing')
  t.equal(bench.state.lines.get('COIN649')?.state, 'init')
})

t.test('replaces a connection that leaves a subscription without an answer', async (t) => {
  const symbols = Array.from({ length: 30 }, (_, index) => `COIN${index}`)
  const bench = mdBench({ symbols, requestTimeoutMs: 2_000 })
  bench.give({ type: 'start', epoch: 1 })
  bench.answer(exchangeInfo(...symbols))
  bench.give({ type: 'socket.opened', socketId: 1 })
  t.equal(bench.take('socket.send').length, 1)
  bench.advance(2_200_000)
  t.match(bench.take('socket.close'), [{ socketId: 1 }])
  bench.advance(300_000)
  t.match(bench.take('socket.open').at(-1), { socketId: 2 })
})
