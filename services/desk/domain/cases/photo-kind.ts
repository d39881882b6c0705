// What a file is, by its first bytes: neither its name nor what its sender says of it counts.

const PHOTO_KINDS = ['jpeg', 'png', 'webp', 'heic'] as const;
export type PhotoKind = (typeof PHOTO_KINDS)[number];

/** What one photo may be at most: what cameras of telephones make, with room. */
export const PHOTO_LIMITS = { bytes: 12 * 1024 * 1024, pixels: 64_000_000 } as const;

/** Null: no photo that we know. */
export function photoKindOf(bytes: Uint8Array): PhotoKind | null {
  if (startsWith(bytes, 0, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(bytes, 0, ascii('RIFF')) && startsWith(bytes, 8, ascii('WEBP'))) return 'webp';
  if (startsWith(bytes, 4, ascii('ftyp')) && HEIC_BRANDS.some((brand) => startsWith(bytes, 8, ascii(brand))))
    return 'heic';
  return null;
}

const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif'];

function ascii(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

function startsWith(bytes: Uint8Array, from: number, expected: readonly number[]): boolean {
  return bytes.length >= from + expected.length && expected.every((byte, index) => bytes[from + index] === byte);
}
