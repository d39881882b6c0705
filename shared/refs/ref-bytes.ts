// The 16 bytes behind a ref: what MongoDB keeps as `_id`, a quarter smaller than the text.

/** The 16 bytes of a ref. */
export function refBytes(ref: string): Buffer {
  return Buffer.from(ref, 'base64url');
}

/** The text of a ref from its 16 bytes. */
export function refText<R extends string>(bytes: Buffer): R {
  return bytes.toString('base64url') as R;
}
