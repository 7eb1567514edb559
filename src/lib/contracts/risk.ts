import { type Static, Type } from 'typebox'
import { Decimal, Identifier, Microseconds, SideText, SymbolText } from './words.ts'

/** Halt level: K0 active, K1 no new exposure, K2 also cancel all, K3 also flatten, K4 also stop sending. */
export const HaltLevel = Type.Union([Type.Literal('K0'), Type.Literal('K1'), Type.Literal('K2'), Type.Literal('K3'), Type.Literal('K4')], {
  description: 'halt level',
})
export type HaltLevel = Static<typeof HaltLevel>

/** Request `risk.check`, by exec alone, answered within 50 ms or taken as a denial. */
export const CheckRequest = Type.Object(
  {
    clientOrderId: Identifier,
    strategyId: Identifier,
    symbol: SymbolText,
    side: SideText,
    type: Type.String({ description: 'order type' }),
    price: Type.Union([Decimal, Type.Null()]),
    qty: Decimal,
    reduceOnly: Type.Boolean(),
    bodyHash: Type.String({ description: 'of the intent' }),
  },
  { description: 'order to judge' },
)
export type CheckRequest = Static<typeof CheckRequest>

/** The verdict holds for this body until `expiresUs`. `codes` lists every failed check, the first is primary; empty when allowed. */
export const CheckAnswer = Type.Object(
  {
    verdict: Type.Union([Type.Literal('allow'), Type.Literal('deny')]),
    codes: Type.Array(Type.String({ description: 'POSITION_MAX, ...' })),
    policyVersion: Type.String({ description: 'sha256 of the policy judged by' }),
    riskSeq: Type.Integer({ minimum: 1, description: 'number of the verdict in this epoch of risk' }),
    expiresUs: Microseconds,
  },
  { description: 'verdict' },
)
export type CheckAnswer = Static<typeof CheckAnswer>

/** Request `risk.halt`: raise to a level; it never lowers one. */
export const HaltRequest = Type.Object(
  { level: HaltLevel, reason: Type.String(), by: Type.String({ description: 'who raises it' }) },
  { description: 'halt wanted' },
)
export type HaltRequest = Static<typeof HaltRequest>
/** Request `risk.resume`: lower by one step, by a named human. */
export const ResumeRequest = Type.Object(
  { level: HaltLevel, reason: Type.String(), by: Type.String({ description: 'who lowers it' }) },
  { description: 'level wanted' },
)
export type ResumeRequest = Static<typeof ResumeRequest>
export const HaltAnswer = Type.Object({ level: HaltLevel }, { description: 'level now in force' })
export type HaltAnswer = Static<typeof HaltAnswer>

/** Event of `risk.events`. */
export const RiskDenied = Type.Object(
  { riskEventSeq: Type.Integer(), clientOrderId: Identifier, symbol: SymbolText, codes: Type.Array(Type.String()) },
  { description: 'risk.denied' },
)
export type RiskDenied = Static<typeof RiskDenied>
/** Events `risk.halted` and `risk.resumed`: the level now in force. */
export const HaltChanged = Type.Object(
  { riskEventSeq: Type.Integer(), level: HaltLevel, reason: Type.String(), by: Type.String() },
  { description: 'risk.halted or risk.resumed' },
)
export type HaltChanged = Static<typeof HaltChanged>
