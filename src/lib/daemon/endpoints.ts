import { own } from '../base/own.ts'
import type { HttpHandler, ServerRequest, ServerResponse } from '../ports/http.ts'
import type { Health } from './core.ts'

/** What the daemon's own pages are made from. */
export interface EndpointSource {
  readonly service: string
  readonly epoch: number
  readonly health: () => Health
  readonly uptimeMs: () => number
  readonly lagMs: () => number
  readonly metrics: () => string
  /** Everything else; missing: 404. */
  readonly other: HttpHandler | undefined
}

const PROBES: Readonly<Record<string, (health: Health) => boolean>> = {
  startup: () => true,
  live: (health) => health.state !== 'failed',
  ready: (health) => health.ready,
}

const healthPage = (source: EndpointSource, query: string): ServerResponse => {
  const health = source.health()
  const probe = new URLSearchParams(query).get('probe') ?? 'ready'
  const test = own(PROBES, probe)
  if (test === undefined) return { status: 400, body: JSON.stringify({ error: `'probe' ${probe} is none of ${Object.keys(PROBES).join(', ')}` }) }
  const probes = Object.fromEntries(Object.entries(PROBES).map(([name, passes]) => [name, passes(health)]))
  const document = {
    svc: source.service,
    state: health.state,
    ...probes,
    reason: health.reason,
    epoch: source.epoch,
    uptimeMs: source.uptimeMs(),
    lagMs: source.lagMs(),
  }
  return { status: test(health) ? 200 : 503, body: `${JSON.stringify(document)}\n` }
}

/** Serves /health (`?probe=startup|live|ready`, 200 or 503, ready by default) and /metrics; passes the rest on. */
export const endpoints = (source: EndpointSource): HttpHandler => {
  const pages: Readonly<Record<string, (query: string) => ServerResponse>> = {
    '/health': (query) => healthPage(source, query),
    '/metrics': () => ({ status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body: source.metrics() }),
  }
  const request = (incoming: ServerRequest, respond: (response: ServerResponse) => void): void => {
    const page = incoming.method === 'GET' ? own(pages, incoming.path) : undefined
    if (page !== undefined) respond(page(incoming.query))
    else if (source.other !== undefined) source.other.request(incoming, respond)
    else respond({ status: 404, body: '{"error":"not found"}\n' })
  }
  const socket = source.other?.socket
  return socket === undefined ? { request } : { request, socket, refusal: (path) => source.other?.refusal?.(path) ?? null }
}
