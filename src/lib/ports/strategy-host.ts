/** Runs one strategy apart from its daemon: in a worker thread, or inline in a world. Messages are plain data. */
export interface StrategyHost {
  /** Starts the runner; `onMessage` gets what the runner says, `onEnded` its end with a reason. */
  start(onMessage: (message: unknown) => void, onEnded: (reason: string) => void): void
  post(message: unknown): void
  stop(done: () => void): void
}
