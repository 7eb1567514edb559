import process from 'node:process'
import { Config } from '@oclif/core'
import t from 'tap'
import { DaemonCommand, daemonFlags } from '../../../src/lib/cli/daemon-command.ts'

class Probe extends DaemonCommand {
  static override flags = daemonFlags
  static seen: object = {}

  async run(): Promise<void> {
    Probe.seen = (await this.parse(Probe)).flags
  }
}

const config = await Config.load({ root: process.cwd(), pjson: { name: 'probe', version: '0.0.0', oclif: { bin: 'probe' } } })

t.test('listens on a free port of loopback and prints, unless told otherwise', async (t) => {
  await Probe.run([], config)
  t.match(Probe.seen, { http: '127.0.0.1:0', daemon: false, profile: 'default' })
})

t.test('takes what a supervisor gives it', async (t) => {
  await Probe.run(['--daemon', '--started-fd', '3', '--lifeline-fd', '4', '--dir', '/run1', '--instance', 'second'], config)
  t.match(Probe.seen, { daemon: true, 'started-fd': 3, 'lifeline-fd': 4, dir: '/run1', instance: 'second' })
})
