import t from 'tap'
import { riskMetrics } from '../../../src/daemons/risk/metrics.ts'
import { metricsText } from '../../../src/lib/daemon/metrics.ts'
import { openDesk } from '../../kit/risk-desk.ts'

t.test('tells verdicts, codes and the halt', async (t) => {
  const desk = openDesk()
  desk.codes({ clientOrderId: 'a' })
  desk.halt('K3')
  desk.codes({ clientOrderId: 'b' })
  const text = metricsText(riskMetrics, desk.state)
  for (const line of [
    'trade_risk_verdicts_total{verdict="allow"} 1\n',
    'trade_risk_verdicts_total{verdict="deny"} 1\n',
    'trade_risk_failed_checks_total{code="HALTED"} 1\n',
    'trade_risk_halt_level 3\n',
    'trade_risk_reserved_orders 1\n',
  ])
    t.match(text, line)
})
