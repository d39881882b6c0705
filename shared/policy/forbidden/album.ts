// Finds references to photo albums: paths and addresses of photo libraries, embedded pictures, names cameras give.
import { escapeLiteral } from './word-pattern.js';

export interface AlbumPatterns {
  /** Pieces of text, lower case. */
  readonly fragments: readonly string[];
  /** What camera file names begin with, lower case. */
  readonly cameraNames: readonly string[];
}

const PICTURES = 'jpe?g|png|heic|heif|gif|webp|dng|mov|mp4';

export function compileAlbum(patterns: AlbumPatterns): (text: string) => boolean {
  const pieces = patterns.fragments.map(
    (piece) => `${/^[a-z]/.test(piece) ? '(?<![a-z0-9])' : ''}${escapeLiteral(piece)}`,
  );
  const names = [...patterns.cameraNames].sort((a, b) => b.length - a.length).map(escapeLiteral);
  const camera = String.raw`(?<![a-z0-9])(?:${names.join('|')})\d{4,}[\w-]{0,40}\.(?:${PICTURES})(?![a-z0-9])`;
  const alternatives = [...pieces, ...(names.length > 0 ? [camera] : [])];
  if (alternatives.length === 0) return () => false;
  const pattern = new RegExp(alternatives.join('|'), 'i');
  return (text) => pattern.test(text);
}
