import t from 'tap'
import { stackDir, trade } from '../kit/cli.ts'

t.test('ends with 2 at an unknown topic, naming the nearest', async (t) => {
  t.match(await trade(['tail', 'exec.event', '--dir', stackDir(t)]), {
    code: 2,
    stdout: '',
    stderr: /unknown topic 'exec\.event' \(UNKNOWN_TOPIC\)\ntry: known: exec\.events/,
  })
})

t.test('ends with 2 at a duration or limit that is none', async (t) => {
  t.match(await trade(['tail', '--for', 'soon', '--dir', stackDir(t)]), { code: 2, stdout: '', stderr: /'--for' soon is no duration/ })
  t.match(await trade(['tail', '--limit', '0', '--dir', stackDir(t)]), { code: 2, stdout: '', stderr: /\(USAGE\)/ })
})

t.test('prints nothing and ends with 0 after its time where nobody speaks', async (t) => {
  t.match(await trade(['tail', '--for', '200ms', '--dir', stackDir(t)]), { code: 0, stdout: '' })
})
