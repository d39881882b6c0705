import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { CODECS, decompress } from '#shared/kafka/wire/decompress';

const plain = Buffer.from('one parcel, two parcels, three parcels, '.repeat(50));
/** A zstd frame with one raw block. */
const ZSTD = Buffer.from('KLUv/SAFKQAAaGVsbG8=', 'base64');

function xerial(...blocks: Buffer[]): Buffer {
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const framed = blocks.flatMap((block) => {
    const packed = compressSync(block);
    const length = Buffer.alloc(4);
    length.writeInt32BE(packed.length);
    return [length, packed];
  });
  return Buffer.concat([header, ...framed]);
}

describe('unpacking', () => {
  test.each<[string, number, Buffer]>([
    ['gzip', CODECS.gzip, gzipSync(plain)],
    ['snappy as librdkafka writes it', CODECS.snappy, compressSync(plain)],
    ['snappy as Java frames it', CODECS.snappy, xerial(plain)],
    ['snappy as Java frames it, in several blocks', CODECS.snappy, xerial(plain.subarray(0, 700), plain.subarray(700))],
    ['lz4 frames', CODECS.lz4, compressFrameSync(plain)],
  ])('reads %s', (_, codec, packed) => {
    expect(decompress(codec, packed).equals(plain)).toBe(true);
  });

  test('reads zstd', () => {
    expect(decompress(CODECS.zstd, ZSTD).toString()).toBe('hello');
  });

  test.each([CODECS.gzip, CODECS.snappy, CODECS.lz4, CODECS.zstd])(
    'refuses damaged bytes of codec %i by name',
    (codec) => {
      expect(() => decompress(codec, Buffer.from('this was never packed by anybody'))).toThrow(
        /^KAFKA_REFUSED.*compression/,
      );
    },
  );

  test('refuses a codec nobody knows by name', () => {
    expect(() => decompress(7, plain)).toThrow(/^KAFKA_REFUSED.*compression=7/);
  });
});
