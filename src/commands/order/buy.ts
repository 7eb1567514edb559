import { SideCommand, sideArgs, sideFlags } from '../../lib/cli/order-command.ts'

export class OrderBuy extends SideCommand {
  static override summary = 'buys: one order through risk and exec to the venue'
  static override description = [
    'Prints the order as one JSON record, a line on a terminal. The same --id again finds the same order.',
    'Exit code 0, 2 wrong order, 3 no exec, 5 refused by risk, 6 refused by the venue, 7 outcome unknown, 9 halted, 75 not ready or not in time.',
  ].join('\n')
  static override examples = [
    'trade order buy BTCUSDT 0.001 60000',
    'trade order buy BTCUSDT 0.001 --market --wait final',
    'trade order buy BTCUSDT 0.001 60000 --post-only --id mine-1 | jq -r .status',
  ]
  static override args = sideArgs
  static override flags = sideFlags

  async run(): Promise<void> {
    const { args, flags } = await this.parse(OrderBuy)
    await this.place('buy', args, flags)
  }
}
