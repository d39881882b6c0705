// A form with photos as browsers send it. Its first part is the code of the link: nothing more is taken into memory unless that is one of ours.
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { z } from 'zod';
import { CASE_LINK_LIMITS } from '#services/desk/domain/cases/case-link';
import { PHOTO_LIMITS } from '#services/desk/domain/cases/photo-kind';

const Fields = z.object({
  token: z.string().max(200),
  attempt: z.uuid(),
  text: z.string(),
});

export type CaseForm =
  | {
      readonly kind: 'form';
      readonly token: string;
      readonly attempt: string;
      readonly text: string;
      readonly photos: readonly Buffer[];
    }
  | { readonly kind: 'forged' | 'too-large' | 'unreadable' };

export interface SentForm {
  readonly payload: Readable;
  readonly contentType: string;
  /** As the browser says; null: it does not. */
  readonly length: number | null;
}

/** One photo, and one byte of one, more than are taken: so that there is something to refuse. */
const LIMITS = {
  files: CASE_LINK_LIMITS.photos + 1,
  fileSize: PHOTO_LIMITS.bytes + 1,
  fields: 3,
  fieldSize: 64 * 1024,
  fieldNameSize: 40,
  headerPairs: 10,
  headerSize: 4_096,
} as const;

/** @param isOurs whether it is worth while to read on: by the code alone, without asking anything else */
export async function readCaseForm(
  { payload, contentType, length }: SentForm,
  isOurs: (token: string) => boolean,
): Promise<CaseForm> {
  if (length !== null && length > CASE_LINK_LIMITS.bytes) return { kind: 'too-large' };
  let parser: BusboyInstance;
  try {
    parser = Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
  } catch {
    return { kind: 'unreadable' };
  }
  return await new Promise((resolve) => {
    const fields: Record<string, string> = {};
    const photos: Buffer[] = [];
    let size = 0;
    const end = (form: CaseForm): void => {
      payload.unpipe(parser);
      // What is left is passed over by the server: the connection lives, for there is an answer to be given.
      resolve(form);
    };
    const isKnown = (): boolean => isOurs(fields['token'] ?? '');
    parser.on('field', (name, value) => {
      fields[name] = value;
      if (!isKnown()) end({ kind: 'forged' });
    });
    parser.on('file', (_name, file) => {
      const chunks: Buffer[] = [];
      if (!isKnown()) end({ kind: 'forged' });
      file.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
      });
      // A field in which nothing was chosen comes as an empty file.
      file.on('end', () => void (chunks.length > 0 && photos.push(Buffer.concat(chunks))));
    });
    // The parser's words may quote the form; a connection that broke hears no answer anyway.
    for (const source of [parser, payload]) source.on('error', () => end({ kind: 'unreadable' }));
    parser.on('finish', () => {
      const found = Fields.safeParse(fields);
      // Browsers send each line break as two characters.
      if (found.success) end({ kind: 'form', ...found.data, text: found.data.text.replaceAll('\r\n', '\n'), photos });
      else end({ kind: fields['token'] === undefined ? 'forged' : 'unreadable' });
    });
    payload.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > CASE_LINK_LIMITS.bytes) end({ kind: 'too-large' });
    });
    payload.pipe(parser);
  });
}
