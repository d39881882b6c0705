// A certificate for people: as text, and as a page that stands for itself (no scripts, nothing to load).
import type { Certificate, CertifiedEntry } from './certificate.js';

interface ErasureStory {
  readonly erasureId: string;
  readonly what: string;
  readonly reason: string;
  readonly policyVersion: number;
  readonly startedAt: string;
  readonly completedAt: string;
  readonly participants: string;
}

const HOW = [
  'Take the public key from whoever runs the broker (npm run ledger -- key), not from the certificate.',
  'python3 check-certificate.py certificate.json key.pem recomputes every hash, the way of each entry to the root, and the signature.',
  'It needs nothing but Python and openssl; services/erasure/ledger/README.md describes each step for other tools.',
] as const;

export function certificateText(certificate: Certificate): string {
  const { orderRef, checkpoint } = certificate;
  const lines = storiesOf(certificate).flatMap((story) => [
    `  erasure      ${story.erasureId}`,
    `    what       ${story.what}`,
    `    why        ${story.reason}, policy version ${story.policyVersion}`,
    `    begun      ${story.startedAt}`,
    `    completed  ${story.completedAt}`,
    `    deleted by ${story.participants}`,
  ]);
  return `${[
    `Certificate of erasure for ${orderRef}`,
    ...lines,
    `  proof        entries ${certificate.entries.map(({ sequence }) => sequence).join(', ')} of a ledger of ${checkpoint.size}, signed ${iso(checkpoint.at)} by key ${checkpoint.keyId}`,
    `  root         ${checkpoint.root}`,
    ...HOW.map((line, index) => `${index === 0 ? '  how to check ' : '               '}${line}`),
  ].join('\n')}\n`;
}

export function certificatePage(certificate: Certificate): string {
  const { orderRef, checkpoint } = certificate;
  const rows = (pairs: readonly (readonly [string, string])[]): string =>
    pairs.map(([name, text]) => `<tr><th>${escaped(name)}</th><td>${escaped(text)}</td></tr>`).join('\n');
  const stories = storiesOf(certificate).map(
    (story) =>
      `<h2>Erasure ${escaped(story.erasureId)}</h2>\n<table>\n${rows([
        ['What', story.what],
        ['Why', `${story.reason} (policy version ${story.policyVersion})`],
        ['Begun', story.startedAt],
        ['Completed', story.completedAt],
        ['Deleted by', story.participants],
      ])}\n</table>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Certificate of erasure</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}
th{text-align:left;width:9rem;vertical-align:top}th,td{border-bottom:1px solid #ccc;padding:.3rem}td{overflow-wrap:anywhere}</style>
<h1>Certificate of erasure</h1>
<p>The keys of what is named below were destroyed, and everybody who held it confirmed to have deleted it. It names the order by a keyed
hash only and holds no personal data.</p>
<table>
${rows([['Order (keyed hash)', orderRef]])}
</table>
${stories.join('\n')}
<h2>Proof</h2>
<table>
${rows([
  ['Entries', certificate.entries.map(({ sequence }) => String(sequence)).join(', ')],
  ['Ledger', `${checkpoint.size} entries, signed ${iso(checkpoint.at)}`],
  ['Root', checkpoint.root],
  ['Key', checkpoint.keyId],
  ['Signature', checkpoint.signature],
])}
</table>
<h2>How to check</h2>
<ol>${HOW.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>
</html>
`;
}

function storiesOf({ entries }: Certificate): ErasureStory[] {
  const completed = new Map(
    entries.filter(({ kind }) => kind === 'COMPLETED').map((entry) => [entry.erasureId, entry]),
  );
  return entries
    .filter(({ kind }) => kind === 'STARTED')
    .map((start) => storyOf(start, completed.get(start.erasureId)));
}

function storyOf(start: CertifiedEntry, end: CertifiedEntry | undefined): ErasureStory {
  const { erasureId, categories, reason, policyVersion, at } = start;
  return {
    erasureId,
    what: categories.length === 0 ? 'the whole order' : categories.join(', '),
    reason,
    policyVersion,
    startedAt: iso(at),
    completedAt: end === undefined ? 'not yet' : iso(end.at),
    participants: end === undefined ? `not all of ${start.participants.join(', ')} yet` : end.participants.join(', '),
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
