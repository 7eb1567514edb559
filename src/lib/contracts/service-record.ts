import { type Static, Type } from 'typebox'

/** `<svc>.json` in the run-time folder: how to find a running daemon. Written by rename once everything is bound, removed at a clean end. */
export const ServiceRecord = Type.Object(
  {
    svc: Type.String({ description: 'daemon' }),
    instance: Type.String({ description: 'name of the instance, that of the daemon unless --instance gave another' }),
    pid: Type.Integer({ minimum: 1, description: 'process id' }),
    startTicks: Type.Integer({ minimum: 0, description: 'start of the process in clock ticks since boot: tells it from a later one with the same id' }),
    version: Type.String({ description: 'version of the program' }),
    http: Type.Union([Type.String(), Type.Null()], { description: 'address of /health and /metrics' }),
    pub: Type.Union([Type.String(), Type.Null()], { description: 'address of the PUB socket' }),
    rpc: Type.Union([Type.String(), Type.Null()], { description: 'address of the ROUTER socket' }),
    startedUs: Type.Integer({ minimum: 0, description: 'microseconds since the Unix epoch' }),
    venue: Type.Optional(Type.String({ description: 'of md: the venue that it follows, as --venue names it' })),
    endpoint: Type.Optional(Type.String({ description: 'of md and exec: the address of that venue' })),
  },
  { description: 'where a running daemon listens' },
)
export type ServiceRecord = Static<typeof ServiceRecord>

/** `run.json` of a run directory: what was run, so that it can be checked and repeated. */
export const RunInfo = Type.Object(
  {
    version: Type.String({ description: 'version of the program' }),
    node: Type.String({ description: 'version of Node' }),
    mode: Type.String({ description: 'sim, paper or live' }),
    seed: Type.Integer({ description: 'seed of the simulator and of the strategies' }),
    configDigest: Type.String({ description: 'sha256 of the frozen configuration' }),
    data: Type.Record(Type.String(), Type.String(), { description: 'sha256 of every recording that was read, by its name' }),
    startedUs: Type.Integer({ minimum: 0, description: 'microseconds since the Unix epoch' }),
  },
  { description: 'what was run' },
)
export type RunInfo = Static<typeof RunInfo>
