import { type Money, money } from '../../../lib/base/units.ts'
import { settingOf, type UsdmAccount } from './accounts.ts'
import { maxNotionalAt } from './brackets.ts'
import { type Futures, marginNow } from './futures.ts'
import { liquidationPrice } from './liquidation.ts'
import { type AccountMargin, isIsolated, type PositionMargin } from './margin.ts'
import { amountText } from './texts.ts'
import { amountOf, breakEvenPrice, entryPrice } from './valuation.ts'

const ZERO = money(0n)

const markOf = (futures: Futures, { position }: PositionMargin): Money => futures.contracts.get(position.instrument.symbol)?.marks.now?.mark ?? ZERO

const marginText = (row: PositionMargin) => ({
  initialMargin: amountText(money(row.initial + row.openOrders)),
  maintMargin: amountText(row.maintenance),
  positionInitialMargin: amountText(row.initial),
  openOrderInitialMargin: amountText(row.openOrders),
  bidNotional: amountText(row.bidNotional),
  askNotional: amountText(row.askNotional),
})

const settingText = (account: UsdmAccount, symbol: string) => {
  const { leverage, marginType } = settingOf(account, symbol)
  return { leverage: String(leverage), isolated: marginType === 'isolated', marginType, maxNotionalValue: String(maxNotionalAt(leverage)) }
}

/** One position with everything that any version of the endpoint shows. */
export const positionText = (futures: Futures, account: UsdmAccount, at: { readonly row: PositionMargin; readonly margin: AccountMargin }) => {
  const { row, margin } = at
  const { position } = row
  const mark = markOf(futures, row)
  return {
    symbol: position.instrument.symbol,
    positionSide: position.side,
    positionAmt: amountText(amountOf(position))
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    entryPrice: amountText(entryPrice(position)),
    breakEvenPrice: amountText(breakEvenPrice(position)),
    markPrice: amountText(mark),
    unRealizedProfit: amountText(row.unrealised),
    unrealizedProfit: amountText(row.unrealised),
    liquidationPrice: amountText(liquidationPrice(account, row, { margin, mark })),
    isolatedMargin: amountText(isIsolated(account, position) ? money(position.isolatedWallet + row.unrealised) : ZERO),
    notional: amountText(row.notional),
    marginAsset: account.asset,
    isolatedWallet: amountText(position.isolatedWallet),
    ...marginText(row),
    ...settingText(account, position.instrument.symbol),
    isAutoAddMargin: 'false',
    adl: 0,
    updateTime: position.updatedMs,
  }
}

/** Wallet and margin of the one asset, under the names of the account endpoints. */
const assetText = (account: UsdmAccount, margin: AccountMargin) => ({
  asset: account.asset,
  walletBalance: amountText(account.wallet),
  unrealizedProfit: amountText(margin.unrealised),
  marginBalance: amountText(money(account.wallet + margin.unrealised)),
  maintMargin: amountText(margin.maintenance),
  initialMargin: amountText(money(margin.initial + margin.openOrders)),
  positionInitialMargin: amountText(margin.initial),
  openOrderInitialMargin: amountText(margin.openOrders),
  crossWalletBalance: amountText(margin.crossWallet),
  crossUnPnl: amountText(margin.crossUnrealised),
  availableBalance: amountText(margin.available),
  maxWithdrawAmount: amountText(margin.available),
  marginAvailable: true,
  updateTime: account.updatedMs,
})

/** Wallet of the one asset, under the names of the balance endpoints. */
export const balanceText = (futures: Futures, account: UsdmAccount) => {
  const margin = marginNow(futures, account)
  const { asset, walletBalance, crossWalletBalance, crossUnPnl, availableBalance, maxWithdrawAmount, marginAvailable, updateTime } = assetText(account, margin)
  return {
    accountAlias: account.name,
    asset,
    balance: walletBalance,
    crossWalletBalance,
    crossUnPnl,
    availableBalance,
    maxWithdrawAmount,
    marginAvailable,
    updateTime,
  }
}

/** The whole account. */
export const accountText = (futures: Futures, account: UsdmAccount) => {
  const margin = marginNow(futures, account)
  const asset = assetText(account, margin)
  return {
    feeTier: 0,
    feeBurn: false,
    canTrade: true,
    canDeposit: false,
    canWithdraw: false,
    updateTime: account.updatedMs,
    multiAssetsMargin: false,
    tradeGroupId: -1,
    totalInitialMargin: asset.initialMargin,
    totalMaintMargin: asset.maintMargin,
    totalWalletBalance: asset.walletBalance,
    totalUnrealizedProfit: asset.unrealizedProfit,
    totalMarginBalance: asset.marginBalance,
    totalPositionInitialMargin: asset.positionInitialMargin,
    totalOpenOrderInitialMargin: asset.openOrderInitialMargin,
    totalCrossWalletBalance: asset.crossWalletBalance,
    totalCrossUnPnl: asset.crossUnPnl,
    availableBalance: asset.availableBalance,
    maxWithdrawAmount: asset.maxWithdrawAmount,
    assets: [asset],
    positions: margin.rows.map((row) => ({
      ...positionText(futures, account, { row, margin }),
      maxNotional: settingText(account, row.position.instrument.symbol).maxNotionalValue,
    })),
  }
}
