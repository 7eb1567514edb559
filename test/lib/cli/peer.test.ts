import t from 'tap'
import { openPeer } from '../../../src/lib/cli/peer.ts'
import { findPlaces, preparePlaces } from '../../../src/lib/io/run-directory.ts'
import { busOf, closeBus, codeOf, socketFolder } from '../../kit/bus.ts'
import { cleanEvidence } from '../../kit/evidence.ts'
import { until } from '../../kit/until.ts'

t.test('asks a daemon of its folder, each request with a correlation of its own', async (t) => {
  const places = findPlaces({ dir: socketFolder(t) })
  preparePlaces(places)
  const acct = await busOf('acct', { directory: places.run })
  const asked: string[] = []
  acct.serve(({ requestId, correlationId, src }) => {
    asked.push(`${src} ${correlationId}`)
    acct.reply(requestId, { ok: true, body: cleanEvidence().account })
  })
  const peer = await openPeer(places)
  const call = { service: 'acct', method: 'acct.state', body: {}, timeoutUs: 2_000_000 }
  const answer = await until('acct answers', async () => {
    const got = await peer.ask(call)
    return got.ok && got
  })
  t.match(answer, { ok: true, epoch: 1, body: cleanEvidence().account })
  t.equal(codeOf(await peer.ask(call)), 'ok')
  t.equal(new Set(asked).size, asked.length)
  for (const line of asked) t.match(line, /^cli cli-\d+-\d+$/)
  await peer.close()
  await closeBus(acct)
})

t.test('gets an answer by the deadline when nobody is there', async (t) => {
  const places = findPlaces({ dir: socketFolder(t) })
  preparePlaces(places)
  const peer = await openPeer(places)
  t.match(codeOf(await peer.ask({ service: 'exec', method: 'order.status', body: {}, timeoutUs: 50_000 })), /^(?:TIMEOUT|UNREACHABLE)$/)
  await peer.close()
})
