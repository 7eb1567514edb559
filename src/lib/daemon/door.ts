import { BugError } from '../base/errors.ts'
import { own } from '../base/own.ts'
import type { Result } from '../base/result.ts'
import { type Schema, validator } from '../codec/schema.ts'
import { METHODS, TOPICS, topicPattern } from '../contracts/topology.ts'
import type { Peer } from '../contracts/words.ts'
import type { Bus, BusAnswer, BusRequest } from '../ports/bus.ts'
import type { Log } from '../ports/log.ts'

const compiled = new Map<Schema, (value: unknown) => Result<unknown>>()

const check = (schema: Schema, value: unknown): Result<unknown> => {
  let validate = compiled.get(schema)
  if (validate === undefined) {
    validate = validator(schema)
    compiled.set(schema, validate)
  }
  return validate(value)
}

/** Checks the body of a message or of a stream event against the topology; an error for a body that nobody listed. */
export const checkBody = (topic: string, type: string, body: unknown): Result<unknown> => {
  const schema = own(own(TOPICS, topicPattern(topic))?.bodies ?? {}, type)
  return schema === undefined ? { ok: false, error: `'${type}' is no message of topic '${topic}'` } : check(schema, body)
}

const refusal = (code: string, message: string): BusAnswer => ({ ok: false, error: { code, category: 'reject', message } })

const badRequest = (peer: Peer, request: BusRequest): BusAnswer | null => {
  const method = own(METHODS, request.method)
  if (method === undefined || !method.by.some((service) => service === peer)) return refusal('UNKNOWN_METHOD', `'${request.method}' is no request of '${peer}'`)
  if (!method.callers.some((caller) => caller === request.src)) return refusal('NOT_PERMITTED', `'${request.src}' may not ask '${request.method}'`)
  const checked = check(method.request, request.body)
  return checked.ok ? null : refusal('BAD_REQUEST', checked.error)
}

const assertPublisher = (peer: Peer, topic: string): void => {
  if (own(TOPICS, topicPattern(topic))?.by !== peer) throw new BugError(`'${peer}' is not listed as publisher of topic '${topic}'`)
}

const assertReader = (peer: Peer, pattern: string): void => {
  if (own(TOPICS, pattern)?.readers.includes(peer) !== true) throw new BugError(`'${peer}' is not listed as reader of topic '${pattern}'`)
}

const assertCaller = (peer: Peer, service: string, name: string): void => {
  const method = own(METHODS, name)
  const listed = method?.callers.includes(peer) === true && method.by.some((by) => by === service)
  if (!listed) throw new BugError(`'${peer}' is not listed as caller of '${name}' at '${service}'`)
}

const checkAnswer = (name: string, answer: BusAnswer): BusAnswer => {
  const schema = own(METHODS, name)?.answer
  if (!answer.ok || schema === undefined) return answer
  const checked = check(schema, answer.body)
  return checked.ok ? answer : refusal('BAD_ANSWER', checked.error)
}

/**
 * The bus as one peer may use it: a topic or request that the topology does not list for this peer is a bug,
 * and a received body that does not fit its schema is counted, logged and dropped before anybody sees it.
 */
export const guardBus = (peer: Peer, bus: Bus, log: Log): Bus & { invalid(): number } => {
  let invalid = 0
  const refuse = (topic: string, error: string): void => {
    invalid += 1
    log.write('warn', 'message dropped: body does not fit its contract', { topic, error })
  }
  return {
    epoch: bus.epoch,
    invalid: () => invalid,
    publish: (message) => {
      assertPublisher(peer, message.topic)
      bus.publish(message)
    },
    subscribe: (pattern, onMessage) => {
      assertReader(peer, pattern)
      return bus.subscribe(pattern, (message) => {
        const checked = checkBody(message.topic, message.type, message.body)
        if (checked.ok) onMessage(message)
        else refuse(message.topic, checked.error)
      })
    },
    serve: (onRequest) =>
      bus.serve((request) => {
        const bad = badRequest(peer, request)
        if (bad === null) onRequest(request)
        else bus.reply(request.requestId, bad)
      }),
    reply: bus.reply,
    request: (call, done) => {
      assertCaller(peer, call.service, call.method)
      bus.request(call, (answer) => done(checkAnswer(call.method, answer)))
    },
    close: bus.close,
  }
}
