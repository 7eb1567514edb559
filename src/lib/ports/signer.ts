/** Holds a venue key; only it reads the secret. */
export interface Signer {
  /** Public part, sent with each signed request. */
  readonly apiKey: string
  /** Signature of a payload in the venue's text form (hex for HMAC). */
  sign(payload: string): string
}
