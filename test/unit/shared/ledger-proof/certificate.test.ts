// The certificate of one order, checked by our own code and by a program that shares none of it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '#schemas/generated/records';
import { type Certificate, certify, faultOfCertificate } from '#shared/ledger-proof/certificate';
import { type ChainHead, EMPTY_CHAIN, linkEntry } from '#shared/ledger-proof/chain';
import { createLedgerSigner, signCheckpoint } from '#shared/ledger-proof/checkpoint';
import { EMPTY_TREE, grow, rootOf } from '#shared/ledger-proof/merkle-tree';
import { certificatePage, certificateText } from '#shared/ledger-proof/render-certificate';
import { orderRefOf } from '#test/unit/services/erasure/support/tracked-orders';

const signer = createLedgerSigner(Buffer.alloc(32, 5));
const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
const ORDERS = 6;

/** All orders begin, then all are completed; order 2 had its signals erased before. */
function givenCertificate(of = 2): Certificate {
  let head: ChainHead = EMPTY_CHAIN;
  const entries: LedgerEntry[] = [];
  const add = (order: number, kind: LedgerEntry['kind'], categories: readonly string[] = []): void => {
    const intent = {
      erasureId: `erasure-${order}-${categories.length}`,
      orderRef: orderRefOf(`order-${order}`),
      kind,
      reason: 'RETENTION_ENDED',
      categories: [...categories],
      participants: ['intake', 'carriers'],
      policyVersion: 3,
      at: 1_700_000_000_000 + entries.length,
    };
    const entry = linkEntry(head, intent);
    head = entry;
    entries.push(entry);
  };
  add(2, 'STARTED', ['signals']);
  add(2, 'COMPLETED', ['signals']);
  for (let order = 0; order < ORDERS; order++) add(order, 'STARTED');
  for (let order = 0; order < ORDERS; order++) add(order, 'COMPLETED');
  const tree = entries.reduce((edge, { hash }) => grow(edge, hash), EMPTY_TREE);
  const state = {
    size: entries.length,
    root: rootOf(tree),
    peaks: [...tree.peaks],
    head: head.hash,
    at: 1_700_000_100_000,
  };
  const ref = orderRefOf(`order-${of}`);
  return certify(
    ref,
    entries.filter(({ orderRef }) => orderRef === ref),
    entries.map(({ hash }) => hash),
    signCheckpoint(signer, state),
    signer.publicKey,
  );
}

/** The other program's verdict, exit code and words. */
function checkElsewhere(certificate: unknown, publicKey = signer.publicKey): string {
  const files = [join(folder, 'certificate.json'), join(folder, 'key.pem')] as const;
  writeFileSync(files[0], JSON.stringify(certificate));
  writeFileSync(files[1], publicKey);
  try {
    return `0 ${execFileSync('python3', ['services/erasure/ledger/check-certificate.py', ...files], { encoding: 'utf8' })}`;
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return `${status} ${stdout}`;
  }
}

describe('a certificate', () => {
  test('proves every erasure of its order, to us and to a program that shares no code with us', () => {
    const certificate = givenCertificate();
    expect(certificate.entries.map(({ sequence }) => sequence)).toEqual([1, 2, 5, 11]);
    expect(faultOfCertificate(certificate, signer.publicKey)).toBeNull();
    expect(checkElsewhere(certificate)).toBe(
      `0 Proven: 2 completed erasure(s) of ${certificate.orderRef} are in the signed ledger.\n`,
    );
  });

  const changes: readonly (readonly [string, (certificate: Certificate) => unknown])[] = [
    ['a time', (c) => ({ ...c, entries: c.entries.map((entry) => ({ ...entry, at: entry.at - 1 })) })],
    ['a reason', (c) => ({ ...c, entries: c.entries.map((entry) => ({ ...entry, reason: 'OTHER' })) })],
    ['another order', (c) => ({ ...c, orderRef: orderRefOf('order-9') })],
    ['an entry of another order', (c) => ({ ...c, entries: givenCertificate(1).entries })],
    ['a path', (c) => ({ ...c, entries: c.entries.map((entry) => ({ ...entry, path: entry.path.slice(1) })) })],
    ['a root', (c) => ({ ...c, checkpoint: { ...c.checkpoint, root: '00'.repeat(32) } })],
    ['the size of the ledger', (c) => ({ ...c, checkpoint: { ...c.checkpoint, size: c.checkpoint.size + 1 } })],
    ['the signature', (c) => ({ ...c, checkpoint: { ...c.checkpoint, signature: '00'.repeat(64) } })],
    ['nothing but no entries', (c) => ({ ...c, entries: [] })],
  ];

  test.each(changes)('with %s changed proves nothing to either', (_, change) => {
    const touched = change(givenCertificate()) as Certificate;
    expect(faultOfCertificate(touched, signer.publicKey)).not.toBeNull();
    expect(checkElsewhere(touched)).toMatch(/^1 NOT PROVEN: /);
  });

  test('proves nothing under another key, whichever key it brings along', () => {
    const other = createLedgerSigner(Buffer.alloc(32, 6)).publicKey;
    expect(faultOfCertificate(givenCertificate(), other)).toBe('the signature is not that of the key');
    expect(checkElsewhere(givenCertificate(), other)).toMatch(/^1 NOT PROVEN: the signature/);
  });

  test('reads well, as text and as a page that loads nothing, and names no other order', () => {
    const certificate = givenCertificate();
    const text = certificateText(certificate);
    expect(text).toContain(`Certificate of erasure for ${certificate.orderRef}`);
    expect(text).toMatch(/what +signals\n +why +RETENTION_ENDED, policy version 3/);
    expect(text).toMatch(/what +the whole order/);
    expect(text).toMatch(/deleted by intake, carriers/);
    const page = certificatePage(certificate);
    expect(page).toContain('<h1>Certificate of erasure</h1>');
    expect(page).not.toMatch(/<script|<link|src=|http/);
    for (const written of [text, page, JSON.stringify(certificate)]) {
      for (const other of [0, 1, 3, 4, 5]) expect(written).not.toContain(orderRefOf(`order-${other}`));
    }
  });

  test('escapes what it shows on the page', () => {
    const certificate = givenCertificate();
    const named = { ...certificate, orderRef: '<b>&"' };
    expect(certificatePage(named)).toContain('&lt;b&gt;&amp;&quot;');
  });
});

test('the program tells what it needs', () => {
  expect(readFileSync('services/erasure/ledger/check-certificate.py', 'utf8')).toContain('public key alone');
  try {
    execFileSync('python3', ['services/erasure/ledger/check-certificate.py'], { stdio: 'pipe' });
    throw new Error('it took nothing for an answer');
  } catch (error) {
    expect(error).toMatchObject({ status: 64 });
  }
});
