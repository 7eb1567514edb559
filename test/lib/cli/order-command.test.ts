import t from 'tap'
import { sideFlags } from '../../../src/lib/cli/order-command.ts'
import { trade } from '../../kit/cli.ts'

t.test('both sides have the same flags, and say them', async (t) => {
  for (const side of ['buy', 'sell']) {
    const { code, stdout } = await trade(['order', side, '--help'])
    t.equal(code, 0)
    for (const name of Object.keys(sideFlags)) t.match(stdout, `--${name}`, `${side} --${name}`)
  }
})
