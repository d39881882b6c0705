// A page for people: plain HTML with one style sheet of our own, no script, nothing from elsewhere.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PageLanguage } from './page-language.js';

/** What a browser may load for a page: our own style sheet, nothing else. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const STYLE = `:root{color-scheme:light dark;--ink:#1c1b1a;--paper:#fbfaf8;--soft:#6a645c;--line:#ddd6cc;--add:#1a6b35;--gone:#a02323;--edge:#8a8378;--field:#fff;--deep:#0d5c54;--on-deep:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#eeeae4;--paper:#1a1917;--soft:#aaa299;--line:#3c3833;--add:#7fd19b;--gone:#f19a9a;--edge:#7d766c;--field:#24221f;--deep:#6fd3c4;--on-deep:#10201d}}
*{box-sizing:border-box}body{margin:0 auto;max-width:44rem;padding:2rem 1.25rem 4rem;font:1.0625rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .5rem}.meta{color:var(--soft);margin:0 0 1.5rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}ul{padding-left:1.25rem}ins{color:var(--add);text-decoration:none}del{color:var(--gone)}
ins::before{content:"+ "}del::before{content:"− "}.change{margin:.35rem 0}a{color:inherit}nav{border-bottom:1px solid var(--line);margin-bottom:2rem;padding-bottom:.75rem}
h3{font-size:1rem;margin:1.5rem 0 .25rem}img{max-width:100%}dl dl{margin:0 0 0 1rem}button,input,textarea{font:inherit;max-width:100%;padding:.6rem .8rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--field);color:inherit}
button{min-height:2.75rem;padding:.6rem 1.25rem;border-color:var(--deep);background:var(--deep);color:var(--on-deep);font-weight:600;cursor:pointer}input[type=file]{width:100%}
label{font-weight:600}.hint{display:block;color:var(--soft);margin:.15rem 0 .4rem}textarea{display:block;width:100%}
.note{border-left:.3rem solid var(--edge);padding:.1rem 0 .1rem 1rem;margin:0 0 1.5rem}.fault{border-left:.3rem solid var(--gone);padding:.1rem 0 .1rem 1rem;margin:0 0 1.5rem}.fault h2{margin:.25rem 0;color:var(--gone)}
dt{font-weight:600;margin-top:.75rem}dd{margin:0;overflow-wrap:anywhere}
@media(min-width:40rem){dl{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;gap:.15rem 1rem}dt{margin:0}dl dl{margin:0;grid-template-columns:minmax(7rem,11rem) 1fr}dd ul{margin:0 0 .5rem;padding-left:1.1rem}}`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

export interface PageOptions {
  readonly policy?: string;
  readonly caching?: string;
  readonly language?: PageLanguage;
}

/** @param body HTML; whatever is not ours in it went through `escapeHtml` */
export function sendPage(
  reply: FastifyReply,
  title: string,
  body: string,
  { policy = POLICY, caching = 'no-cache', language = 'en' }: PageOptions = {},
): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', caching)
    .type('text/html; charset=utf-8')
    .send(htmlPage(title, body, '<link rel="stylesheet" href="/page.css">', language));
}

/** Whether whoever asks would rather have a page than data; programs that name nothing get data. */
export function wantsPage(accept = ''): boolean {
  const html = accept.indexOf('text/html');
  const json = accept.indexOf('application/json');
  return html !== -1 && (json === -1 || html < json);
}

function htmlPage(title: string, body: string, style: string, language: PageLanguage = 'en'): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>${style}</head>
<body><main>${body}</main></body></html>
`;
}

export function styleRoute(app: FastifyInstance): void {
  app.get('/page.css', { config: { access: 'public' }, schema: { hide: true } }, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(STYLE),
  );
}
