const POLYNOMIAL = 0xedb88320

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let word = index
  for (let bit = 0; bit < 8; bit++) word = (word & 1) === 1 ? (word >>> 1) ^ POLYNOMIAL : word >>> 1
  return word
})

/** CRC-32 of ISO 3309 over the characters of an ASCII text, unsigned; `seed` is the value of what comes before it. */
export const crc32Text = (text: string, seed = 0): number => {
  let crc = ~seed
  for (let index = 0; index < text.length; index++) crc = (table[(crc ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
