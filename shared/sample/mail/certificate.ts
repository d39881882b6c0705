// A certificate of its own for a server on this machine.
import { generate } from 'selfsigned';

export interface LocalCertificate {
  /** PEM; it vouches for itself. */
  readonly certificate: string;
  readonly key: string;
}

export async function localCertificate(): Promise<LocalCertificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { certificate: cert, key };
}
