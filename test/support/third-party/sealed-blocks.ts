// Sealing and opening blocks in TypeScript with ordinary packages: @hpke/core for the key agreement, Node's own cipher for the records.
import { CipherSuite, DhkemX25519HkdfSha256, ExportOnly, HkdfSha256 } from '@hpke/core';
import { createCipheriv, createDecipheriv, type webcrypto } from 'node:crypto';

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new ExportOnly() });
const bytes = (value: Buffer | string): ArrayBuffer => Uint8Array.from(Buffer.from(value as string)).buffer;
const EXPORT = bytes('fulfilment.crypto.SealedBlock/1');

export interface SealedBlock {
  algorithm: string;
  keyId: string;
  nonce: Buffer;
  ciphertext: Buffer;
}

/** One session per program and hour, say: the key agreement is the dear part. @param info the road, e.g. `fulfilment/orders.events` */
export async function openSession(keyId: string, publicKey: Buffer, info: string) {
  const recipientPublicKey = (await suite.kem.deserializePublicKey(bytes(publicKey))) as webcrypto.CryptoKey;
  const sender = await suite.createSenderContext({ recipientPublicKey, info: bytes(info) });
  const key = Buffer.from(await sender.export(EXPORT, 32));
  let count = 0n;
  return {
    seal(plain: Buffer, boundTo: string): SealedBlock {
      const nonce = Buffer.alloc(12);
      nonce.writeBigUInt64BE(count++, 4); // never twice in a session
      const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
      cipher.setAAD(Buffer.from(boundTo), { plaintextLength: plain.length });
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      const algorithm = 'HPKE-X25519-SHA256+CHACHA20-POLY1305';
      return { algorithm, keyId, nonce: Buffer.concat([Buffer.from(sender.enc), nonce]), ciphertext };
    },
  };
}

/** Throws when the block was altered or belongs elsewhere. A reader of many keeps the key per session (the first 32 bytes of the nonce). */
export async function openBlock(
  block: SealedBlock,
  privateKey: Buffer,
  info: string,
  boundTo: string,
): Promise<Buffer> {
  const recipientKey = (await suite.kem.deserializePrivateKey(bytes(privateKey))) as webcrypto.CryptoKey;
  const enc = bytes(block.nonce.subarray(0, 32));
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info: bytes(info) });
  const key = Buffer.from(await recipient.export(EXPORT, 32));
  const decipher = createDecipheriv('chacha20-poly1305', key, block.nonce.subarray(32), { authTagLength: 16 });
  const tagAt = block.ciphertext.length - 16;
  decipher.setAAD(Buffer.from(boundTo), { plaintextLength: tagAt });
  decipher.setAuthTag(block.ciphertext.subarray(tagAt));
  return Buffer.concat([decipher.update(block.ciphertext.subarray(0, tagAt)), decipher.final()]);
}
