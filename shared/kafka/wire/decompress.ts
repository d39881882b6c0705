// The five ways in which a producer may have packed a batch: none, gzip, snappy, lz4, zstd. Any third-party producer
// chooses freely, and a batch we cannot unpack would stop its lane for good.
import { gunzipSync } from 'node:zlib';
import { decompress as unpackZstd } from 'fzstd';
import { decompressFrameSync } from 'lz4-napi';
import { uncompressSync } from 'snappy';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

/** As Kafka numbers them in the attributes of a batch. */
export const CODECS = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

/** What a gzip batch may unpack to, so that a bomb cannot take all memory (the other libraries take no limit). */
const LARGEST_BYTES = 256 * 1024 * 1024;
/** How Java clients frame snappy: magic, two versions, then blocks with their length in front. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/**
 * @param codec one of CODECS but `none`
 * @throws FulfilmentError KAFKA_REFUSED (crash) for an unknown codec or bytes that are not of that codec
 */
export function decompress(codec: number, packed: Buffer): Buffer {
  try {
    switch (codec) {
      case CODECS.gzip:
        return gunzipSync(packed, { maxOutputLength: LARGEST_BYTES });
      case CODECS.snappy:
        return unpackSnappy(packed);
      case CODECS.lz4:
        return decompressFrameSync(packed);
      case CODECS.zstd:
        return asBuffer(unpackZstd(packed));
    }
  } catch (cause) {
    throw new FulfilmentError('KAFKA_REFUSED', { compression: codec, bytes: packed.length }, { cause });
  }
  throw new FulfilmentError('KAFKA_REFUSED', { compression: codec });
}

/** librdkafka writes one raw block, Java the framed form. */
function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unpackBlock(packed);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < packed.length; ) {
    const size = packed.readInt32BE(at);
    at += 4;
    blocks.push(unpackBlock(packed.subarray(at, at + size)));
    at += size;
  }
  return blocks.length === 1 ? (blocks[0] as Buffer) : Buffer.concat(blocks);
}

function unpackBlock(packed: Buffer): Buffer {
  const unpacked = uncompressSync(packed, { asBuffer: true });
  return typeof unpacked === 'string' ? Buffer.from(unpacked) : unpacked;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
