/** The entry of a table under a key that came from outside; what every object inherits (`constructor`) is no entry. */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined)
