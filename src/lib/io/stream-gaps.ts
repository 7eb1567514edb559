/** Where a message stands in the stream of its publisher and topic. */
export interface StreamPlace {
  readonly src: string
  readonly topic: string
  readonly epoch: number
  readonly seq: number
}

/** Counts what was lost between the messages of each (src, topic). */
export interface StreamGaps {
  /** Messages lost just before this one; 0 for the first of a stream and of an epoch. */
  note(place: StreamPlace): number
  /** The topic is not followed any more: what comes before it is wanted again is not lost. */
  forget(covers: (topic: string) => boolean): void
}

export const createStreamGaps = (): StreamGaps => {
  const places = new Map<string, StreamPlace>()
  return {
    note: (place) => {
      const key = `${place.src} ${place.topic}`
      const last = places.get(key)
      if (last === undefined || last.epoch !== place.epoch) {
        places.set(key, place)
        return 0
      }
      if (place.seq > last.seq) places.set(key, place)
      return Math.max(0, place.seq - last.seq - 1)
    },
    forget: (covers) => {
      for (const [key, { topic }] of places) if (covers(topic)) places.delete(key)
    },
  }
}
