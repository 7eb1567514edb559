import { promisify } from 'node:util'
import t from 'tap'
import { type CommitSource, groupCommit } from '../../../src/lib/io/group-commit.ts'

/** A source whose syncs end when the test says so, with a log of what was called. */
const scripted = () => {
  const log: string[] = []
  const syncs: { resolve: () => void; reject: (error: Error) => void }[] = []
  const source: CommitSource = {
    take: () => [{ index: 1, offset: 0, bytes: new Uint8Array(0), segmentBytes: 0 }],
    write: async () => void log.push('write'),
    sync: () =>
      new Promise<void>((resolve, reject) => {
        log.push('sync')
        syncs.push({ resolve, reject })
      }),
  }
  return { log, source, syncs }
}
const turn = promisify(setImmediate)

t.test('shares the next sync among all who ask while one runs', async (t) => {
  const { log, source, syncs } = scripted()
  const commits = groupCommit(source)
  commits.sync(() => log.push('a'))
  await turn()
  commits.sync(() => log.push('b'))
  commits.sync(() => log.push('c'))
  await turn()
  t.strictSame(log, ['write', 'sync'])
  syncs[0]?.resolve()
  await turn()
  syncs[1]?.resolve()
  await turn()
  t.strictSame(log, ['write', 'sync', 'a', 'write', 'sync', 'b', 'c'])
})

t.test('takes a sync that is asked for in a callback', async (t) => {
  const { log, source, syncs } = scripted()
  const commits = groupCommit(source)
  commits.sync(() => commits.sync(() => log.push('inner')))
  await turn()
  syncs[0]?.resolve()
  await turn()
  syncs[1]?.resolve()
  await turn()
  t.equal(log.at(-1), 'inner')
})

t.test('fails for ever after the first failure and touches the disk no more', async (t) => {
  const { log, source, syncs } = scripted()
  const commits = groupCommit(source)
  const first = promisify(commits.sync)()
  await turn()
  syncs[0]?.reject(Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }))
  await t.rejects(first, { code: 'JOURNAL_FAILED', exit: 75 })
  await t.rejects(promisify(commits.sync)(), { code: 'JOURNAL_FAILED' })
  t.match(commits.failure, { message: 'cannot write the journal: EIO: i/o error' })
  t.strictSame(log, ['write', 'sync'])
})

t.test('calls a disk without room full', async (t) => {
  for (const code of ['ENOSPC', 'EFBIG', 'EDQUOT']) {
    const { source } = scripted()
    const commits = groupCommit({ ...source, write: () => Promise.reject(Object.assign(new Error(code), { code })) })
    await t.rejects(promisify(commits.sync)(), { code: 'JOURNAL_FULL' })
  }
})
