// Makes of a photo that somebody sent in one that shows what it shows and tells nothing else: it is decoded and drawn anew, so that no place,
// camera, time, name, thumbnail, text chunk or byte behind the picture survives. Works in memory only.
import sharp, { type Sharp } from 'sharp';
import { PHOTO_LIMITS, photoKindOf } from '../domain/cases/photo-kind.js';

export type PhotoRefusal = 'PHOTO_TOO_LARGE' | 'PHOTO_KIND_UNKNOWN' | 'PHOTO_KIND_REFUSED' | 'PHOTO_UNREADABLE';

export type CleanPhoto =
  | {
      readonly kind: 'clean';
      readonly media: 'image/jpeg' | 'image/png' | 'image/webp';
      readonly bytes: Buffer;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'refused'; readonly code: PhotoRefusal };

const MEDIA = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp' } as const;
type Drawn = keyof typeof MEDIA;

// Nothing of one customer's photo is to stay in a cache until another one's comes.
sharp.cache(false);

/** Never throws for what is in the bytes. */
export async function cleanPhoto(given: Buffer): Promise<CleanPhoto> {
  if (given.length > PHOTO_LIMITS.bytes) return refused('PHOTO_TOO_LARGE');
  const kind = photoKindOf(given);
  if (kind === null) return refused('PHOTO_KIND_UNKNOWN');
  // The decoders at hand do not read HEIC; cameras that make it also make JPEG.
  if (kind === 'heic') return refused('PHOTO_KIND_REFUSED');
  try {
    const picture = sharp(given, { limitInputPixels: PHOTO_LIMITS.pixels, failOn: 'error', pages: 1 });
    const { format } = await picture.metadata();
    if (format !== kind) return refused('PHOTO_UNREADABLE');
    // The direction is one of the things that go: so it is applied before.
    const { data, info } = await draw(picture.autoOrient(), kind).toBuffer({ resolveWithObject: true });
    return { kind: 'clean', media: MEDIA[kind], bytes: data, width: info.width, height: info.height };
  } catch {
    // The decoder's words may quote the file.
    return refused('PHOTO_UNREADABLE');
  }
}

/** Colours are brought to sRGB, for the profile goes, too: it may name the device. */
function draw(picture: Sharp, kind: Drawn): Sharp {
  const plain = picture.toColourspace('srgb');
  if (kind === 'jpeg') return plain.jpeg({ quality: 88, mozjpeg: false });
  if (kind === 'png') return plain.png({ compressionLevel: 8 });
  return plain.webp({ quality: 88 });
}

function refused(code: PhotoRefusal): CleanPhoto {
  return { kind: 'refused', code };
}
