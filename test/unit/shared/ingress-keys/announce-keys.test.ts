import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { topics } from '#schemas/generated/topics';
import { createAnnounceKeys } from '#shared/ingress-keys/announce-keys';
import { createFileIngressKeys, type IngressKeys } from '#shared/ingress-keys/file-ingress-keys';
import { renderIngressKeys } from '#shared/ingress-keys/render-ingress-keys';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';

const { codec } = await givenCodec({ prepare: [topics.ordersIngressKeys] });
const DAY = 86_400_000;
const times = { graceMs: DAY, retentionMs: 7 * DAY };

let directory: string;
let keys: IngressKeys;
let nowMs: number;
let sent: OutgoingRecord[];
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'announce-keys-'));
  keys = createFileIngressKeys(directory);
  keys.ensure();
  nowMs = keys.list()[0]?.madeAtMs ?? 0;
  sent = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const announcer = (send = (records: readonly OutgoingRecord[]) => Promise.resolve(void sent.push(...records))) =>
  createAnnounceKeys({ keys, codec, topicName: (name) => `t.${name}`, clock: { nowMs: () => nowMs }, ...times, send });

function told(): unknown[] {
  return sent.map(({ key, value }) => {
    if (value === null) return { key, value };
    const decoded = codec.decode(value, topics.ordersIngressKeys);
    return { key, value: decoded.kind === 'decoded' ? decoded.value : decoded.code };
  });
}

describe('announcing ingress keys', () => {
  test('tells each key with its public half and its times, and never the private one', async () => {
    await announcer()();
    const [key] = keys.list();
    expect(told()).toEqual([
      {
        key: key?.keyId,
        value: {
          keyId: key?.keyId,
          algorithm: 'HPKE-X25519-SHA256+CHACHA20-POLY1305',
          publicKey: key?.publicKey,
          validFrom: key?.madeAtMs,
          validUntil: null,
          opensUntil: null,
        },
      },
    ]);
    expect(sent[0]).toMatchObject({ topic: 't.orders.ingress-keys', partition: 0 });
    expect(sent[0]?.value?.includes(keys.privateKeyOf(key?.keyId ?? '') as Buffer)).toBe(false);
  });

  test('says nothing while nothing changes, and all of it after a rotation', async () => {
    const announce = announcer();
    await announce();
    await announce();
    expect(sent).toHaveLength(1);
    const { madeAtMs } = keys.rotate();
    await announce();
    expect(told().slice(1)).toMatchObject([
      { value: { validUntil: madeAtMs, opensUntil: madeAtMs + DAY } },
      { value: { validUntil: null, opensUntil: null } },
    ]);
  });

  test('says it again when it was not acknowledged', async () => {
    let fails = true;
    const announce = announcer((records) => {
      if (fails) return Promise.reject(new Error('no broker'));
      return Promise.resolve(void sent.push(...records));
    });
    await expect(announce()).rejects.toThrow('no broker');
    fails = false;
    await announce();
    expect(sent).toHaveLength(1);
  });

  test('destroys a key that nothing can need any more, and takes it off the topic', async () => {
    const [first] = keys.list();
    const second = keys.rotate();
    const announce = announcer();
    nowMs = second.madeAtMs + 8 * DAY;
    await announce();
    expect(keys.list()).toHaveLength(2);
    nowMs++;
    sent = [];
    await announce();
    expect(keys.list()).toEqual([second]);
    expect(told()).toMatchObject([{ key: second.keyId }, { key: first?.keyId, value: null }]);
  });
});

describe('the status', () => {
  test('says of each key what it still does', () => {
    const key = (number: number, madeAtMs: number, retiredAtMs: number | null) => {
      return { number, keyId: `ingress-${number}-abcdef00`, publicKey: Buffer.alloc(0), madeAtMs, retiredAtMs };
    };
    const text = renderIngressKeys({
      keyring: 'the folder',
      graceMs: DAY,
      nowMs: 10 * DAY,
      keys: [key(1, 0, 2 * DAY), key(2, 2 * DAY, 9.5 * DAY), key(3, 9.5 * DAY, null)],
    });
    expect(text).toBe(
      [
        'keyring    the folder',
        'ingress-1-abcdef00     expired, 10 days old: opens only what arrived before, destroyed once that is out of the topic',
        'ingress-2-abcdef00     replaced, 8 days old: opens what arrives within the next 12 hours',
        'ingress-3-abcdef00     newest, 12 hours old: publishers seal to it',
        '',
      ].join('\n'),
    );
    expect(renderIngressKeys({ keyring: 'x', keys: [], graceMs: 0, nowMs: 0 })).toContain('no key yet');
  });
});
