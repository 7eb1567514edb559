/** Report of knip with the number of files it read, so that an empty run cannot pass. */
export default function report({ issues, counters, cwd }) {
  const findings = Object.entries(issues).flatMap(([rule, byFile]) =>
    Object.values(byFile).flatMap((bySymbol) => Object.values(bySymbol).map(({ filePath, symbol }) => ({ rule, file: filePath.replace(`${cwd}/`, ''), symbol }))),
  )
  process.stdout.write(`${JSON.stringify({ processed: counters.processed, total: counters.total, findings })}\n`)
}
