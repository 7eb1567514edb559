import { request } from 'node:http'
import type { Places } from '../io/run-directory.ts'
import { findService } from '../io/service-record.ts'

const TIMEOUT_MS = 1_000

/** What /health of a daemon says. */
export interface HealthPage {
  readonly svc: string
  readonly state: string
  readonly ready: boolean
  readonly reason: string
  readonly uptimeMs: number
  readonly lagMs: number
}

/** Body of a GET on loopback; null when nobody answers in a second. */
export const fetchText = (address: string, path: string): Promise<string | null> =>
  new Promise((resolve) => {
    const [host, port] = address.split(':')
    const call = request({ host, port, path, timeout: TIMEOUT_MS }, (answer) => {
      const chunks: string[] = []
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => chunks.push(chunk))
      answer.on('end', () => resolve(chunks.join('')))
      answer.on('error', () => resolve(null))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(null))
    call.end()
  })

/** Health of a running service; null when it does not run or does not answer. */
export const healthOf = async (places: Places, service: string): Promise<HealthPage | null> => {
  const found = findService(places.run, service)
  if (found?.alive !== true || found.record.http === null) return null
  const text = await fetchText(found.record.http, '/health')
  return text === null ? null : (JSON.parse(text) as HealthPage)
}
