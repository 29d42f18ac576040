// A certificate for localhost, signed by itself and made on the spot (RFC 5280 §4.1), so that tests need no openssl.
import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tls from 'node:tls'
import type { Test } from 'tap'
import { freshFolder } from './embedded.ts'

export type Certificate = Readonly<{ key: string; cert: string }>

let own: Certificate | undefined

/** The one that every TLS listener of this test file shows. */
export const ownCertificate = (): Certificate => {
  own ??= selfSigned()
  return own
}

/** This process trusts it from now on; so does a program that is started with what this returns in its environment. */
export const trustOwnCertificate = (t: Test): Readonly<{ NODE_EXTRA_CA_CERTS: string }> => {
  const { cert } = ownCertificate()
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), cert])
  const file = join(freshFolder(t), 'localhost.pem')
  writeFileSync(file, cert)
  return { NODE_EXTRA_CA_CERTS: file }
}

export const selfSigned = (now = new Date()): Certificate => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid('2a8648ce3d040302'))
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))))
  const day = 24 * 3600 * 1000
  const validity = sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + day)))
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1)))
  const extensions = der(0xa3, sequence(sequence(oid('551d11'), der(0x04, names))))
  const content = sequence(
    der(0xa0, integer(2)),
    integer(1),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', content, privateKey)]))
  const base64 = sequence(content, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  }
}

/** Tag, length, content (X.690 §8.1). */
const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents)
const integer = (value: number): Buffer => der(0x02, Buffer.of(value))
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
