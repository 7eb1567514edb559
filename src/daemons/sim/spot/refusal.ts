/** The venue says no: HTTP status, its error code and text. Thrown where it is found, answered in one place. */
export class Refusal extends Error {
  readonly status: number
  readonly code: number
  readonly headers: Readonly<Record<string, string>>
  /** Parts of the answer besides code and text. */
  readonly data: unknown
  constructor(status: number, code: number, options: { readonly text: string; readonly headers?: Readonly<Record<string, string>>; readonly data?: unknown }) {
    super(options.text)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
    this.data = options.data
  }
}

const plain = (status: number, code: number, text: string): Refusal => new Refusal(status, code, { text })

/** The venue's refusals, in its own words. */
export const refusals = {
  busy: () => plain(503, -1001, 'Internal error; unable to process your request. Please try again.'),
  noPath: (method: string, path: string) => plain(404, -5000, `Path ${path}, Method ${method} is invalid`),
  filter: (name: string) => plain(400, -1013, `Filter failure: ${name}`),
  aheadOfServer: () => plain(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time."),
  outsideWindow: () => plain(400, -1021, 'Timestamp for this request is outside of the recvWindow.'),
  signature: () => plain(400, -1022, 'Signature for this request is not valid.'),
  illegal: (name: string, range: string) => plain(400, -1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`),
  missing: (name: string) => plain(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`),
  precision: (name: string) => plain(400, -1111, `Parameter '${name}' has too much precision.`),
  composition: () => plain(400, -1014, 'Unsupported order combination.'),
  unsupported: () => plain(400, -1020, 'This operation is not supported.'),
  tooMany: (expected: number, received: number) => plain(400, -1101, `Too many parameters; expected '${expected}' and received '${received}'.`),
  eitherMissing: (one: string, other: string) => plain(400, -1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`),
  unknownParam: () => plain(400, -1103, 'An unknown parameter was sent.'),
  unread: (read: number, sent: number) => plain(400, -1104, `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`),
  empty: (name: string) => plain(400, -1105, `Parameter '${name}' was empty.`),
  notRequired: (name: string) => plain(400, -1106, `Parameter '${name}' sent when not required.`),
  overflow: (name: string) => plain(400, -1108, `Parameter '${name}' overflowed.`),
  interval: () => plain(400, -1120, 'Invalid interval.'),
  tooLong: (hours: number) => plain(400, -1127, `More than ${hours} hours between startTime and endTime.`),
  combination: () => plain(400, -1128, 'Combination of optional parameters invalid.'),
  badValue: (name: string) => plain(400, -1130, `Data sent for parameter '${name}' is not valid.`),
  strategyType: () => plain(400, -1134, 'strategyType was less than 1000000.'),
  cancelRestrictions: () => plain(400, -1145, 'cancelRestrictions has to be either ONLY_NEW or ONLY_PARTIALLY_FILLED.'),
  badSymbolStatus: () => plain(400, -1122, 'Invalid symbolStatus.'),
  symbolStatus: () => plain(400, -1220, "The symbol's status does not match the requested symbolStatus."),
  canceledNot: (text: string) => plain(400, -2011, text),
  archived: () => plain(400, -2026, 'Order was canceled or expired with no executed qty over 90 days ago and has been archived.'),
  subscribed: () => plain(400, -2035, 'User Data Stream subscription already active.'),
  notSubscribed: () => plain(400, -2036, 'User Data Stream subscription not active.'),
  amend: (text: string) => plain(400, -2038, text),
  idMismatch: () => plain(400, -2039, 'Client order ID is not correct for this order ID.'),
  subscriptionMax: () => plain(400, -2042, 'Maximum subscription ID reached for this connection.'),
  noReferencePrice: () => plain(400, -2043, "This symbol doesn't have a reference price."),
  duplicate: () => plain(400, -1101, 'Duplicate values for a parameter detected.'),
  timeUnit: () => plain(400, -1194, 'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.'),
  unexpected: () => plain(500, -1006, 'An unexpected response was received from the message bus. Execution status unknown.'),
  timeout: () => plain(500, -1007, 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.'),
  overloaded: () => plain(503, -1008, 'Server is currently overloaded with other requests. Please try again in a few minutes.'),
  onlyEd25519: () => plain(400, -4056, 'HMAC_SHA256 API key is not supported.'),
  noBook: () => plain(400, -1112, 'No orders on book for symbol.'),
  timeInForce: () => plain(400, -1115, 'Invalid timeInForce.'),
  orderType: () => plain(400, -1116, 'Invalid orderType.'),
  side: () => plain(400, -1117, 'Invalid side.'),
  symbol: () => plain(400, -1121, 'Invalid symbol.'),
  badWindow: () => plain(400, -1131, 'recvWindow must be less than 60000'),
  rejected: (text: string) => plain(400, -2010, text),
  unknownOrder: () => plain(400, -2011, 'Unknown order sent.'),
  noSuchOrder: () => plain(400, -2013, 'Order does not exist.'),
  keyFormat: () => plain(401, -2014, 'API-key format invalid.'),
  key: () => plain(401, -2015, 'Invalid API-key, IP, or permissions for action.'),
} as const
