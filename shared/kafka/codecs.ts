// Teaches kafkajs' own consumer the codecs it lacks (bare, it crashes on the first snappy, lz4 or zstd batch).
// Our lanes unpack by the same functions without it; this is for tools and tests that read through kafkajs.
import { gzipSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { CODECS, decompress } from './wire/decompress.js';

interface Packer {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(packed: Buffer): Promise<Buffer>;
}
type Registry = Record<number, () => Packer>;

/** Registers gzip, snappy, lz4 and zstd with kafkajs; zstd for reading only. Safe to call again. */
export function registerCodecs(): void {
  const registry = kafkajs.CompressionCodecs as Registry;
  const pack: Readonly<Record<number, (bytes: Buffer) => Buffer>> = {
    [CODECS.gzip]: (bytes) => gzipSync(bytes),
    [CODECS.snappy]: (bytes) => compressSync(bytes),
    [CODECS.lz4]: (bytes) => compressFrameSync(bytes),
  };
  for (const codec of [CODECS.gzip, CODECS.snappy, CODECS.lz4, CODECS.zstd]) {
    const packer: Packer = {
      compress: ({ buffer }) => {
        const packed = pack[codec]?.(buffer);
        if (packed === undefined)
          throw new FulfilmentError('KAFKA_REFUSED', { compression: codec, operation: 'write' });
        return Promise.resolve(packed);
      },
      decompress: (packed) => Promise.resolve(decompress(codec, packed)),
    };
    registry[codec] = () => packer;
  }
}
