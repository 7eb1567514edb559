import { Buffer } from 'node:buffer'
import { createPublicKey, verify } from 'node:crypto'

/** Public half of a client's key pair, PEM. */
export interface ClientPublicKey {
  readonly kind: 'ed25519' | 'rsa'
  readonly pem: string
}

/** True when a base64 signature over the payload was made with the private half of the key; RSA signs SHA-256. */
export const verifySignature = ({ kind, pem }: ClientPublicKey, payload: string, signature: string): boolean => {
  try {
    return verify(kind === 'rsa' ? 'sha256' : null, new TextEncoder().encode(payload), createPublicKey(pem), new Uint8Array(Buffer.from(signature, 'base64')))
  } catch {
    return false
  }
}
