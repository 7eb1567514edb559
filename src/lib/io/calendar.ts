/** Milliseconds since the Unix epoch of a time of day as RFC 3339; NaN for any other text. */
export const rfc3339Ms = (text: string): number =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN

/** Time of day in UTC of milliseconds since the Unix epoch, as `22:13:20.000`. */
export const timeOfDay = (ms: number): string => new Date(ms).toISOString().slice(11, 23)
