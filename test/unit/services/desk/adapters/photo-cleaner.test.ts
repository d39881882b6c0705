// Photos with everything that cameras and programs write into them go in; what comes out is looked at byte by byte.
import { describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { cleanPhoto } from '#services/desk/adapters/photo-cleaner';
import { PHOTO_LIMITS } from '#services/desk/domain/cases/photo-kind';

const CANARY = 'CANARY-ANA-SILVA';
const EXIF = {
  IFD0: { Make: CANARY, Model: `${CANARY}-X100`, Copyright: CANARY, Software: CANARY },
  IFD2: { DateTimeOriginal: '2026:03:04 12:00:00', BodySerialNumber: CANARY },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 18/1' },
} as const;
const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,31.2N" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${CANARY}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

const plain = () =>
  sharp({ create: { width: 64, height: 32, channels: 3, background: { r: 200, g: 30, b: 30 } } })
    .withExif(EXIF)
    .withXmp(XMP)
    .withIccProfile('p3');

/** A JPEG segment of IPTC, as photo agencies write it, behind the first marker. */
function withIptc(jpeg: Buffer): Buffer {
  const caption = Buffer.from(CANARY);
  const iptc = Buffer.concat([Buffer.from([0x1c, 0x02, 0x78, 0, caption.length]), caption]);
  const block = Buffer.concat([
    Buffer.from('Photoshop 3.0\0' + '8BIM\x04\x04\0\0', 'latin1'),
    Buffer.from([0, 0, 0, iptc.length]),
    iptc,
  ]);
  const head = Buffer.from([0xff, 0xed, 0, 0]);
  head.writeUInt16BE(block.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, block, jpeg.subarray(2)]);
}

/** A text chunk behind the header of a PNG. */
async function withTextChunk(png: Buffer): Promise<Buffer> {
  const { crc32 } = await import('node:zlib').then((zlib) => ({
    crc32: (zlib as { crc32?: (data: Buffer) => number }).crc32,
  }));
  const body = Buffer.from(`tEXtComment\0${CANARY}`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32?.(body) ?? 0);
  return Buffer.concat([png.subarray(0, 33), length, body, check, png.subarray(33)]);
}

const PHOTOS = {
  jpeg: async () => Buffer.concat([withIptc(await plain().jpeg().toBuffer()), Buffer.from(CANARY)]),
  png: async () => withTextChunk(await plain().png().toBuffer()),
  webp: async () => plain().webp().toBuffer(),
};

describe('a photo that tells where it was taken, by whom and with what', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('comes out as %s without any of it', async (kind) => {
    const given = await PHOTOS[kind]();
    const before = await sharp(given).metadata();
    expect(before.exif).toBeDefined();
    expect(given.includes(CANARY)).toBe(true);

    const cleaned = await cleanPhoto(given);
    if (cleaned.kind === 'refused') throw new Error(cleaned.code);
    const after = await sharp(cleaned.bytes).metadata();
    expect(after).toMatchObject({ format: kind, width: 64, height: 32 });
    for (const part of ['exif', 'xmp', 'iptc', 'icc', 'orientation', 'comments'] as const)
      expect(after[part]).toBeUndefined();
    for (const trace of [CANARY, 'GPS', 'Exif', 'xpacket', 'Photoshop'])
      expect(cleaned.bytes.includes(trace)).toBe(false);
    const [red, green] = await sharp(cleaned.bytes).raw().toBuffer();
    expect(red).toBeGreaterThan(150);
    expect(green).toBeLessThan(90);
  });

  test('keeps its right side up, though the mark that said so is gone', async () => {
    const lying = await plain().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await cleanPhoto(lying)).toMatchObject({ kind: 'clean', media: 'image/jpeg', width: 32, height: 64 });
  });
});

describe('what is no photo', () => {
  const cases: readonly (readonly [string, () => Promise<Buffer>, string])[] = [
    ['a page', async () => Buffer.from('<html><script>alert(1)</script></html>'), 'PHOTO_KIND_UNKNOWN'],
    [
      'a drawing with a script',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'PHOTO_KIND_UNKNOWN',
    ],
    ['an animation', async () => Buffer.from('GIF89a\x01\0\x01\0', 'latin1'), 'PHOTO_KIND_UNKNOWN'],
    ['nothing', async () => Buffer.alloc(0), 'PHOTO_KIND_UNKNOWN'],
    [
      'a program that begins like a JPEG',
      async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(500, 0x41)]),
      'PHOTO_UNREADABLE',
    ],
    ['a photo that was cut off', async () => (await PHOTOS.png()).subarray(0, 400), 'PHOTO_UNREADABLE'],
    ['a HEIC', async () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'PHOTO_KIND_REFUSED'],
    ['more bytes than a photo has', async () => Buffer.alloc(PHOTO_LIMITS.bytes + 1, 0xff), 'PHOTO_TOO_LARGE'],
  ];
  test.each(cases)('is refused by name: %s', async (_, make, code) => {
    expect(await cleanPhoto(await make())).toEqual({ kind: 'refused', code });
  });

  test('a small file that unpacks to a wall of pixels is refused before it is drawn', async () => {
    const bomb = await sharp({ create: { width: 9_000, height: 9_000, channels: 3, background: 'white' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(PHOTO_LIMITS.bytes);
    expect(await cleanPhoto(bomb)).toEqual({ kind: 'refused', code: 'PHOTO_UNREADABLE' });
  });
});
