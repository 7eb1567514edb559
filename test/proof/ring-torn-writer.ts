import { once } from 'node:events'
import process from 'node:process'
import { createRingFile } from '../../src/lib/io/ring-file.ts'
import { FIRST_POSITION, writeRecord } from './ring-torn-pattern.ts'

const [, , path = '', slotCount = '', records = ''] = process.argv
const writer = createRingFile(path, { createdUs: 1, slotCount: Number(slotCount), firstPosition: FIRST_POSITION })
writer.addSymbol({ symbol: 'BTCUSDT', tickUnits: 1, priceDecimals: 2, lotUnits: 1, qtyDecimals: 5 })
process.send?.('ready')
await once(process, 'message')
for (let record = 0; record < Number(records); record++) writeRecord(writer, record)
process.send?.(writer.position())
writer.close()
process.disconnect()
