import { type Static, Type } from 'typebox'
import { oneOf } from './words.ts'

/** Life of a daemon; the position in this list is its code in metrics. */
export const LIFECYCLE = ['starting', 'syncing', 'running', 'degraded', 'draining', 'stopped', 'failed'] as const
/** One word of the list. */
export type Lifecycle = (typeof LIFECYCLE)[number]

/** Topic `{svc}.health`, once a second. */
export const HealthReport = Type.Object(
  {
    state: oneOf(LIFECYCLE, 'lifecycle state'),
    ready: Type.Boolean(),
    reason: Type.String({ description: 'why not ready; `ok` otherwise' }),
    lagMs: Type.Integer({ minimum: 0, description: 'age of the oldest input not yet stepped' }),
  },
  { description: 'health' },
)
export type HealthReport = Static<typeof HealthReport>
