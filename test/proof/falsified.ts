const isDiff = (line: string): boolean => line.includes('"e":"depthUpdate"')
const isTicker = (line: string): boolean => line.includes('@bookTicker"')
const updateId = (line: string): string => /"u":(\d+)/.exec(line)?.[1] ?? ''

/** The quantity with another digit in its fifth decimal, the last that a lot of 0.00001 has. */
const other = (qty: string): string => qty.replace(/(\.\d{4})(\d)/, (_whole, head: string, digit: string) => `${head}${(Number(digit) + 1) % 10}`)

/** The lines of a recording with one best bid's quantity changed, at an update of which a diff tells too, past the middle. */
export const falsified = (lines: readonly string[]): string[] => {
  const diffs = new Set(lines.filter(isDiff).map(updateId))
  const at = lines.findIndex((line, index) => index > lines.length / 2 && isTicker(line) && diffs.has(updateId(line)))
  if (at < 0) throw new Error('no best price of this recording belongs to an update of its book')
  return lines.map((line, index) => (index === at ? line.replace(/"B":"([\d.]+)"/, (_whole, qty: string) => `"B":"${other(qty)}"`) : line))
}
