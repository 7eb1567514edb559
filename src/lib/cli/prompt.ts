import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Where a question is asked; the terminal's input and standard error. */
interface Desk {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

const terminal: Desk = { input: process.stdin, output: process.stderr }

/** Asks for a line; the answer without its line feed. */
export const askLine = async (question: string, { input, output }: Desk = terminal): Promise<string> => {
  const asked = createInterface({ input, output })
  const answer = await asked.question(question)
  asked.close()
  return answer.trim()
}

/** The same for what nobody may see: nothing of the answer is echoed. */
export const askHidden = async (question: string, { input, output }: Desk = terminal): Promise<string> => {
  output.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asked = createInterface({ input, output: nowhere, terminal: true })
  const answer = await asked.question('')
  asked.close()
  output.write('\n')
  return answer.trim()
}
