import { Buffer } from 'node:buffer'
import { createPublicKey, verify } from 'node:crypto'

/** Public half of a client's key pair, PEM. */
export interface ClientPublicKey {
  readonly kind: 'ed25519' | 'rsa'
  readonly pem: string
}

const KINDS = ['ed25519', 'rsa'] as const

/** A public key of a kind that clients may sign with; null for anything else. */
export const clientPublicKey = (pem: string): ClientPublicKey | null => {
  try {
    const type = createPublicKey(pem).asymmetricKeyType
    const kind = KINDS.find((known) => known === type)
    return kind === undefined ? null : { kind, pem }
  } catch {
    return null
  }
}

/** True when a base64 signature over the payload was made with the private half of the key; RSA signs SHA-256. */
export const verifySignature = ({ kind, pem }: ClientPublicKey, payload: string, signature: string): boolean => {
  try {
    return verify(kind === 'rsa' ? 'sha256' : null, new TextEncoder().encode(payload), createPublicKey(pem), new Uint8Array(Buffer.from(signature, 'base64')))
  } catch {
    return false
  }
}
