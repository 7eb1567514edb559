import type { Test } from 'tap'
import type { Venue } from './venue.ts'

/** A client under test, a second account of the same make, and the venue's own log. */
export interface Rig<Client> {
  readonly client: Client
  readonly other: Client
  readonly venue: Venue
}

export type Scenario<Client> = (t: Test, rig: Rig<Client>) => Promise<void>

/** The venue's code in the error that the call ends with; 0 when it does not fail. */
export const codeOf = async (client: { codeOf(error: unknown): number }, run: () => Promise<unknown>): Promise<number> => {
  try {
    await run()
    return 0
  } catch (error) {
    return client.codeOf(error)
  }
}
