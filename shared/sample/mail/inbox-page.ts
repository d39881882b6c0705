// What the customers of the sample were sent, as a page on this machine: newest first, in memory only, forgotten when the sample ends.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TakenMail } from './mail-provider.js';

export interface InboxPage {
  readonly url: string;
  /** Of mails that are of no interest any more the oldest go first; those with a link stay longest. */
  show(mail: TakenMail): void;
  stop(): Promise<void>;
}

interface ShownMail {
  readonly to: string;
  readonly subject: string;
  readonly link: string | null;
}

const MOST = 50;

export async function startInboxPage(): Promise<InboxPage> {
  const withLink: ShownMail[] = [];
  const others: ShownMail[] = [];
  const server = createServer((request, response) => {
    const isPage = request.method === 'GET' && request.url === '/';
    response.writeHead(isPage ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    response.end(isPage ? pageOf([...withLink, ...others]) : '');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    show: (mail) => {
      const shown = readMail(mail);
      const list = shown.link === null ? others : withLink;
      list.unshift(shown);
      list.length = Math.min(list.length, MOST);
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The subject and the one-time link of a mail as it came. */
export function readMail({ to, raw }: TakenMail): ShownMail {
  const subject = /^Subject: (.*(?:\r?\n[ \t].*)*)/m.exec(raw)?.[1] ?? '';
  const unfolded = raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
  const link = /https?:\/\/[^\s"<>]+\/(?:confirm|case)#[A-Za-z0-9._-]+/.exec(unfolded)?.[0] ?? null;
  return { to: to.join(', '), subject: decoded(subject), link };
}

/** Words of a header that are encoded (RFC 2047), as nodemailer writes them. */
function decoded(header: string): string {
  return header
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_whole, how: string, text: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : quoted(text),
    );
}

function quoted(text: string): string {
  const bytes = text.replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/gi, (_whole, hex: string) => `%${hex}`);
  try {
    return decodeURIComponent(bytes);
  } catch {
    return text;
  }
}

function pageOf(mails: readonly ShownMail[]): string {
  const rows = mails.map(({ to, subject, link }) => {
    const open = link === null ? '' : ` <a href="${escaped(link)}">open the one-time link</a>`;
    return `<li>${escaped(subject)}<br><small>to ${escaped(to)}</small>${open}</li>`;
  });
  const list = rows.length === 0 ? '<p>Nothing yet.</p>' : `<ul>${rows.join('')}</ul>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mail of the sample’s customers</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}li{margin:.6rem 0}small{color:#555}</style>
<h1>Mail of the sample’s customers</h1><p>Newest first, those with a one-time link on top. Load the page again for what came since.</p>${list}</html>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
