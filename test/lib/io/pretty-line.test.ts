import t from 'tap'
import { prettyLine } from '../../../src/lib/io/pretty-line.ts'

const line = (record: object): string => `${JSON.stringify({ level: 'info', ts: 1_723_161_600_123, daemon: 'md', instance: 'md', msg: 'ready', ...record })}\n`

t.test('shows time, level, name, message and fields on one line', (t) => {
  t.equal(prettyLine(line({ pid: 4711, http: '127.0.0.1:9090' })), '00:00:00.123 INFO  md ready pid=4711 http=127.0.0.1:9090\n')
  t.equal(
    prettyLine(line({ instance: 'md-2', level: 'error', list: [1, 'a b'], text: 'a "b"' })),
    '00:00:00.123 ERROR md/md-2 ready list=[1,"a b"] text="a \\"b\\""\n',
  )
  t.end()
})

t.test('shows no character that could drive the terminal', (t) => {
  const shown = prettyLine(line({ msg: 'a\u001b]0;title\u0007b', symbol: '\u202eTDSU\u0085', 'k\u001by': 1 }))
  t.equal(shown, '00:00:00.123 INFO  md a\\u{1b}]0;title\\u{7}b symbol="\\u{202e}TDSU\\u{85}" k\\u{1b}y=1\n')
  t.end()
})

t.test('leaves alone what is no record', (t) => {
  t.equal(prettyLine('plain text\n'), 'plain text\n')
  t.equal(prettyLine('7\n'), '7\n')
  t.equal(prettyLine('{"msg":"x"}\n').trim(), 'UNDEFINED undefined x')
  t.end()
})
