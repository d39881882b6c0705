// The keyring in a real key server: the contract of every keyring, with the rights that our documentation asks for and no more; several
// instances; what an administrator or an outage does to it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import type { Keyring } from '#shared/vault/keyring';
import { openKeyring } from '#shared/vault/open-keyring';
import { type TestOpenBao, startOpenBao } from '#test/support/openbao';
import { describeKeyring } from '#test/unit/shared/vault/support/keyring-suite';

const AAD = Buffer.alloc(0);
let bao: TestOpenBao;
let made = 0;

beforeAll(async () => {
  bao = await startOpenBao();
}, 300_000);
afterAll(async () => {
  await bao.stop();
});

async function freshSettings(): Promise<Readonly<Record<string, string>>> {
  return await bao.settings(`ring${made++}`);
}

function openRing(settings: Readonly<Record<string, string>>, create = false): Promise<Keyring> {
  return openKeyring(loadConfig({ keyring: KEYRING }, settings).keyring, { create });
}

describeKeyring('transit', async () => await openRing(await freshSettings(), true));

describe('transit keyring in the server', () => {
  test('is not made when it is missing and nobody asked for it', async () => {
    const settings = await freshSettings();
    await expect(openRing(settings)).rejects.toThrow('KEYRING_UNAVAILABLE');
    await openRing(settings, true);
    await expect(openRing(settings)).resolves.toBeDefined();
  });

  test('processes that open it at once share every key, also when one stopped halfway through making it', async () => {
    const settings = await freshSettings();
    await bao.ask('POST', `transit/keys/${settings['KEYRING_NAME']}-epoch-1`);
    const rings = await Promise.all([1, 2, 3, 4].map(() => openRing(settings, true)));
    await Promise.all(rings.map((ring) => ring.addEpoch()));
    const [first, ...others] = rings as [Keyring, ...Keyring[]];
    const current = await first.current();
    const wrapped = first.wrap(current, Buffer.from('key'), AAD);
    for (const ring of others) {
      expect(await ring.current()).toBe(current);
      expect(ring.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('unwrapped');
      expect(ring.derive('refs').equals(first.derive('refs'))).toBe(true);
    }
  });

  test('another instance sees a new epoch at once, and the end of an old one', async () => {
    const settings = await freshSettings();
    const one = await openRing(settings, true);
    const two = await openRing(settings);
    const wrapped = two.wrap(await two.current(), Buffer.from('key'), AAD);
    expect(await one.addEpoch()).toBe(2);
    expect(await two.current()).toBe(2);
    expect(two.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('unwrapped');
    await one.destroyEpoch(1);
    expect(await two.epochs()).toEqual([2]);
    expect(two.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('epoch-destroyed');
  });

  test('a destroyed epoch is gone from the server, for its administrator too, and its successor is another key', async () => {
    const settings = await freshSettings();
    const keyring = await openRing(settings, true);
    const at = `transit/keys/${settings['KEYRING_NAME']}-epoch-1`;
    const before = await hashOf(settings, 1);
    await keyring.addEpoch();
    await keyring.destroyEpoch(1);
    expect((await bao.ask('GET', at)).status).toBe(404);
    await bao.ask('POST', at);
    expect(await hashOf(settings, 1)).not.toBe(before);
  });

  test('a lost root key is an error even when asked to create, since new refs would orphan every tombstone', async () => {
    const settings = await freshSettings();
    const keyring = await openRing(settings, true);
    await keyring.bindStore('0a');
    const root = `transit/keys/${settings['KEYRING_NAME']}-root`;
    await bao.ask('POST', `${root}/config`, { deletion_allowed: true });
    await bao.ask('DELETE', root);
    await expect(openRing(settings, true)).rejects.toThrow('KEYRING_UNAVAILABLE');
    expect((await bao.ask('GET', root)).status).toBe(404);
  });

  test('the token of the services can neither destroy the root key nor export any', async () => {
    const settings = await freshSettings();
    await openRing(settings, true);
    const name = settings['KEYRING_NAME'];
    const asService = async (method: string, path: string, body?: object): Promise<number> => {
      const headers = { 'x-vault-token': settings['VAULT_TOKEN'] ?? '' };
      const response = await fetch(`${bao.address}/v1/${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.status;
    };
    expect(await asService('POST', `transit/keys/${name}-root/config`, { deletion_allowed: true })).toBe(403);
    expect(await asService('POST', `transit/keys/${name}-root/rotate`, {})).toBe(403);
    expect(await asService('GET', `transit/export/hmac-key/${name}-epoch-1`)).toBe(403);
    expect(await asService('GET', `transit/backup/${name}-epoch-1`)).toBe(403);
    expect(await asService('POST', 'transit/keys/another-epoch-1', {})).toBe(403);
  });

  test('an administrator who rotates a key in the server changes nothing of ours', async () => {
    const settings = await freshSettings();
    const before = await openRing(settings, true);
    const wrapped = before.wrap(1, Buffer.from('key'), AAD);
    for (const key of ['root', 'epoch-1'])
      await bao.ask('POST', `transit/keys/${settings['KEYRING_NAME']}-${key}/rotate`);
    const after = await openRing(settings);
    expect(after.derive('refs').equals(before.derive('refs'))).toBe(true);
    expect(after.unwrapInto(Buffer.alloc(3), wrapped, AAD)).toBe('unwrapped');
  });

  test('a server that does not answer, or not to us, is an outage, not a reason to go on with what is in memory', async () => {
    const settings = await freshSettings();
    const keyring = await openRing(settings, true);
    await bao.ask('POST', 'auth/token/revoke', { token: settings['VAULT_TOKEN'] });
    await expect(keyring.current()).rejects.toThrow(/KEYRING_UNAVAILABLE.*policy/);
    await expect(keyring.epochs()).rejects.toThrow('KEYRING_UNAVAILABLE');
    await expect(openRing({ ...settings, VAULT_ADDR: 'http://127.0.0.1:1' })).rejects.toThrow('KEYRING_UNAVAILABLE');
    await expect(openRing({ ...settings, KEYRING_MOUNT: 'nothing-here' })).rejects.toThrow('KEYRING_UNAVAILABLE');
  });
});

async function hashOf(settings: Readonly<Record<string, string>>, epoch: number): Promise<string> {
  const path = `transit/hmac/${settings['KEYRING_NAME']}-epoch-${epoch}/sha2-256`;
  const { body } = await bao.ask('POST', path, { input: 'YQ==' });
  return (body as { data: { hmac: string } }).data.hmac;
}
