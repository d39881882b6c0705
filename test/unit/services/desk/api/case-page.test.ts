// The pages by which somebody writes into a case: plain forms, in the language of the browser, and nothing read into memory for a code that is not ours.
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { readCaseForm } from '#services/desk/api/pages/case-form';
import { casePages } from '#services/desk/api/pages/case-page';
import { languageFor } from '#services/desk/api/pages/page-language';
import type { CaseLinkSays, Filled, SentIn } from '#services/desk/steps/case-links';
import { startApi } from './support.js';

const TOKEN = 'C-ANNAANNAANNA-LINKLINKLINK.9.mac';
const ATTEMPT = '11111111-1111-4111-8111-111111111111';
const OPEN = { kind: 'open', caseRef: 'C-ANNAANNAANNA', orderRef: 'ref', untilMs: 0, reference: 'C' } as const;

let app: FastifyInstance;
let says: CaseLinkSays;
let filled: Filled;
let sent: SentIn[];
beforeEach(async () => {
  says = OPEN;
  filled = { kind: 'filled', caseRef: OPEN.caseRef, entries: 1 };
  sent = [];
  const pages = casePages({
    isOurs: (token) => token === TOKEN,
    look: async () => says,
    fill: async (_token, given) => {
      sent.push(given);
      return filled;
    },
    nextAttempt: () => ATTEMPT,
  });
  app = await startApi({ routes: [pages] });
});
afterEach(async () => await app.close());

async function multipart(fields: readonly (readonly [string, string | Buffer])[]) {
  const form = new FormData();
  for (const [name, value] of fields)
    form.append(name, typeof value === 'string' ? value : new Blob([value], { type: 'image/png' }));
  const made = new Response(form);
  return { body: Buffer.from(await made.arrayBuffer()), contentType: made.headers.get('content-type') ?? '' };
}

const WRITTEN: [string, string | Buffer][] = [
  ['token', TOKEN],
  ['attempt', ATTEMPT],
  ['text', 'The <zip>\r\nis broken'],
];
const PHOTO = Buffer.from([0x89, 0x0d, 0x0a, 0x00, 0xff]);

async function send(fields: readonly (readonly [string, string | Buffer])[], language = 'en') {
  const { body, contentType } = await multipart(fields);
  const headers = { 'content-type': contentType, 'accept-language': language };
  return await app.inject({ method: 'POST', url: '/case/send', headers, payload: body });
}
const look = (language: string) =>
  app.inject({
    method: 'POST',
    url: '/case/look',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
    payload: new URLSearchParams({ token: TOKEN }).toString(),
  });

describe('the form', () => {
  test('says in the language of the browser what it is about and until when, with the code first and a name at each field', async () => {
    const { body, headers } = await look('fr-CH, de;q=0.8');
    expect(body).toContain('<html lang="fr">');
    expect(body).toMatch(/C-ANNAANNAANNA.*1 janvier 1970/s);
    expect(body).toMatch(/enctype="multipart\/form-data">\s*<input type="hidden" name="token"/);
    for (const id of ['text', 'photos']) expect(body).toMatch(new RegExp(`<label for="${id}">[^<]+</label>`));
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  });

  test('is not shown for a link that is used, over, closed or made up: the page says which', async () => {
    const bodies = new Set<string>();
    for (const kind of ['used', 'expired', 'closed', 'forged'] as const) {
      says = { kind };
      const { body } = await look('de');
      expect(body).not.toContain('<form');
      bodies.add(body);
    }
    expect(bodies.size).toBe(4);
  });

  test('hands over words and photos as they were chosen, an empty field left out', async () => {
    const empty = Buffer.alloc(0);
    const { body } = await send([...WRITTEN, ['photos', PHOTO], ['photos', empty]], 'pt-BR');
    expect(sent).toMatchObject([{ attempt: ATTEMPT, text: 'The <zip>\nis broken' }]);
    expect(sent[0]?.photos).toEqual([PHOTO]);
    expect(body).toContain('<h1>Obrigado</h1>');
  });

  test('comes back with its words, the faults named and the same attempt when it is not taken', async () => {
    filled = { kind: 'photos-refused', faults: [{ photo: 2, code: 'PHOTO_KIND_REFUSED' }] };
    const { body } = await send(WRITTEN);
    expect(body).toContain('Photo 2 is in the format HEIC');
    expect(body).toContain('The &lt;zip&gt;\nis broken</textarea>');
    expect(body).toContain(`name="attempt" value="${ATTEMPT}"`);
    filled = { kind: 'used' };
    says = { kind: 'used' };
    expect((await send(WRITTEN)).body).toContain('The link was used already');
  });

  test.each([
    ['made up', [['token', 'C-BEN.9.mac'], ...WRITTEN.slice(1)], 'This is no code of ours'],
    ['not first', [...WRITTEN.slice(1), ['token', TOKEN]], 'This is no code of ours'],
    ['without what else belongs to it', WRITTEN.slice(0, 1), 'did not arrive as a whole'],
  ] as [string, [string, string][], string][])('is not taken when its code is %s', async (_name, fields, words) => {
    expect((await send(fields)).body).toContain(words);
    expect(sent).toEqual([]);
  });
});

describe('a body', () => {
  const read = async (chunks: readonly Buffer[], length: number | null = null) => {
    let taken = 0;
    const source = function* () {
      for (const chunk of chunks) {
        taken++;
        yield chunk;
      }
    };
    const payload = Readable.from(source(), { highWaterMark: 1 });
    const contentType = 'multipart/form-data; boundary=x';
    const form = await readCaseForm({ payload, contentType, length }, (token) => token === TOKEN);
    return { kind: form.kind, taken };
  };
  const PHOTO_PART = 'Content-Disposition: form-data; name="photos"; filename="p"\r\n\r\n';
  const begin = (token: string) =>
    Buffer.from(`--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n${token}\r\n--x\r\n${PHOTO_PART}`);
  const rest = Array.from({ length: 40 }, () => Buffer.alloc(1024 * 1024));

  test('is not read on behind a code that is not ours', async () => {
    const { kind, taken } = await read([begin('C-BEN.9.mac'), ...rest]);
    expect(kind).toBe('forged');
    expect(taken).toBeLessThan(5);
  });

  test('is not read at all when it says that it is too large, and not to its end when it is', async () => {
    expect(await read([begin(TOKEN)], 31 * 1024 * 1024)).toEqual({ kind: 'too-large', taken: 0 });
    const { kind, taken } = await read([begin(TOKEN), ...rest]);
    expect(kind).toBe('too-large');
    expect(taken).toBeLessThan(35);
  });
});

test('the language is the first of the browser’s that we write in', () => {
  const of = ['de-AT,en;q=0.5', 'ja,fr;q=0.2,pt;q=0.9', 'en;q=0,de;q=0.1', '*', '', undefined, 'xx;q=huh'];
  expect(of.map(languageFor)).toEqual(['de', 'pt', 'de', 'en', 'en', 'en', 'en']);
});
