import t from 'tap'
import { buildWorld, playWorld } from '../../src/commands/world.ts'
import { payloadOf } from '../../src/lib/daemon/recorder.ts'
import { recover } from '../../src/lib/journal/recover.ts'
import type { VenueCall } from '../../src/lib/venues/orders.ts'

t.setTimeout(180_000)

/** The client order id of a call that places an order. */
const placedBy = ({ method, params }: Pick<VenueCall, 'method' | 'params'>): string | undefined =>
  method === 'POST' ? (params.find(([name]) => name === 'newClientOrderId')?.[1] as string | undefined) : undefined

for (const seed of [1, 2])
  t.test(`an order leaves only when a power cut at that moment would keep its record, seed ${seed}`, async (t) => {
    const lost: string[] = []
    let left = 0
    const built: ReturnType<typeof buildWorld> = buildWorld(
      seed,
      {},
      {
        wrapLink: (link) => ({
          ...link,
          send: (request, timeoutUs, done) => {
            const id = placedBy(request)
            if (id !== undefined) {
              left += 1
              if (!durable().has(id)) lost.push(id)
            }
            link.send(request, timeoutUs, done)
          },
        }),
      },
    )
    const durable = (): ReadonlySet<string> =>
      new Set(
        recover(built.world.disk('exec')?.images() ?? [])
          .frames.filter(({ type }) => type === 'SEND')
          .map((frame) => (payloadOf(frame) as { readonly clientOrderId: string }).clientOrderId),
      )
    playWorld(built, 1)
    t.ok(left > 20, `${left} orders left`)
    t.strictSame(lost, [])
  })
