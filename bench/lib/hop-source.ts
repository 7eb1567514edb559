import process from 'node:process'
import { burst, type HopSource, paced } from './hop.ts'
import { type HopOrder, hops } from './hop-table.ts'

/** The sending process: opens every channel in the folder that it is given, then does as told until its parent is gone. */
const [, , folder = ''] = process.argv
const sources = new Map<string, HopSource>()
for (const hop of hops) sources.set(hop.name, await hop.openSource(folder))

const obey = async ({ hop, count, everyUs }: HopOrder): Promise<void> => {
  const source = sources.get(hop)
  if (source === undefined) throw new Error(`there is no hop '${hop}'`)
  await (everyUs === 0 ? burst(source, count) : paced(source, count, everyUs))
}

process.on('message', (order: HopOrder) => void obey(order))
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
