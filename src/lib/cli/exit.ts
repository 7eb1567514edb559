/** Exit codes of every command; documented in trade(1). */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  notRunning: 3,
  credentials: 4,
  risk: 5,
  venue: 6,
  unknown: 7,
  failed: 8,
  halted: 9,
  held: 10,
  data: 65,
  strategy: 70,
  temporary: 75,
  config: 78,
  interrupted: 130,
} as const
