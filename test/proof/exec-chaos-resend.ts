import type { VenueLink, VenueResult } from '../../src/lib/ports/venue.ts'

const isUnknown = (result: VenueResult): boolean => (result.ok ? result.status >= 500 : result.sent)

/** A link that sends an order again when nobody knows what became of it: the bug that the proofs must find. */
export const resending = <Link extends VenueLink>(link: Link): Link => ({
  ...link,
  send: (request, timeoutUs, done) => {
    const isNew = request.method === 'POST' && request.path.endsWith('/order')
    link.send(request, timeoutUs, (result) => {
      if (isNew && isUnknown(result)) link.send(request, timeoutUs, done)
      else done(result)
    })
  },
})
