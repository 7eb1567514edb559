/** The venue says no: HTTP status, its error code and text. Thrown where it is found, answered in one place. */
export class Refusal extends Error {
  readonly status: number
  readonly code: number
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: number, options: { readonly text: string; readonly headers?: Readonly<Record<string, string>> }) {
    super(options.text)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
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
