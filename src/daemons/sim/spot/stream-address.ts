const splitStreams = (text: string): string[] => text.split('/').filter((name) => name !== '')

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Streams named by the address of a socket: `/ws/a/b` or `/stream?streams=a/b`. */
export const streamsOf = (path: string, query: string): string[] => {
  const inQuery = query
    .split('&')
    .filter((piece) => piece.startsWith('streams='))
    .flatMap((piece) => splitStreams(decode(piece.slice('streams='.length))))
  return [...splitStreams(decode(path)).slice(1), ...inQuery].filter((name) => name.includes('@'))
}

/** Times of an event, all of them 13 digits of milliseconds. */
const TIMES = /("[ETOCt]":\d{13})(?=[,}])/g
/** The event with its times in microseconds. */
export const inMicros = (text: string): string => text.replace(TIMES, '$1000')

/** True when the address asks for microseconds. */
export const isMicro = (query: string): boolean => /(?:^|&)timeUnit=MICROSECOND/i.test(query)
