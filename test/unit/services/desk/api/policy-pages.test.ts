// What people read of the policy: the text in force, every earlier one, and what changed; a newer version shows at once.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { styleRoute } from '#services/desk/api/pages/page';
import { policyPages } from '#services/desk/api/pages/policy-page';
import { policyRoute } from '#services/desk/api/routes/policy-route';
import { publishedPolicy } from '#services/desk/steps/published-policy';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { startApi } from './support.js';

let app: FastifyInstance;
afterEach(async () => await app.close());

const rules = readPolicyText();
const first = {
  version: 1,
  text: rules,
  publishedAt: 0,
  publishedBy: 'program',
  readableText: 'Policy\nWe keep <it> a week.',
};
const second = {
  version: 2,
  text: rules.replace('version: 1', 'version: 2').replaceAll('delivered: P7D', 'delivered: P5D'),
  publishedAt: Date.UTC(2026, 1, 3, 10, 30),
  publishedBy: 'privacy-officer',
  readableText: 'Policy\nWe keep <it> five days.',
};

test('a version that is published while the desk runs is shown by the next request, with what it changed', async () => {
  const published = [first];
  const versions = async () => publishedPolicy(published, '');
  app = await startApi({ routes: [policyRoute(versions), policyPages(versions), styleRoute] });
  const text = async (url: string) => (await app.inject({ url })).body;

  expect(await text('/policy')).toContain('We keep &lt;it&gt; a week.');
  published.push(second);
  expect(await text('/policy')).toContain('We keep &lt;it&gt; five days.');
  expect((await app.inject({ url: '/v1/policy' })).json()).toMatchObject({ version: 2, text: second.readableText });
  const history = await text('/policy/history');
  expect(history).toContain('<ins>We keep &lt;it&gt; five days.</ins>');
  expect(history).toContain('<del>We keep &lt;it&gt; a week.</del>');
  expect(history).toContain('Version 2, published 3 February 2026 at 10:30 UTC by the privacy officer, in force');
  const [newest, oldest] = (await app.inject({ url: '/v1/policy/versions' })).json<{
    versions: { version: number; ruleChanges: { what: string }[] }[];
  }>().versions;
  expect([newest?.version, oldest?.version]).toEqual([2, 1]);
  expect(newest?.ruleChanges.length).toBeGreaterThan(0);
});

describe('the pages', () => {
  test('load nothing but our own style sheet, and run nothing', async () => {
    const versions = async () => publishedPolicy([first], '');
    app = await startApi({ routes: [policyRoute(versions), policyPages(versions), styleRoute] });
    for (const url of ['/policy', '/policy/history']) {
      const page = await app.inject({ url });
      expect(page.statusCode).toBe(200);
      expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'");
      expect(page.body).not.toContain('<script');
    }
    expect((await app.inject({ url: '/page.css' })).headers['content-type']).toContain('text/css');
  });

  test.each([
    ['de-AT,en;q=0.5', 'de', 'Verbindlich ist der englische Text.', 'Die geltende Fassung', ', in Kraft'],
    ['fr', 'fr', 'Le texte anglais fait foi.', 'La version en vigueur', ', en vigueur'],
    ['pt-BR', 'pt', 'O texto em inglês é o que vale.', 'A versão em vigor', ', em vigor'],
  ])('are framed in the language of %s, and say that the English text is in force', async (accepted, lang, ...says) => {
    const versions = async () => publishedPolicy([first, second], '');
    app = await startApi({ routes: [policyPages(versions)] });
    const [binding, toCurrent, inForce] = says;
    for (const [url, holds] of [
      ['/policy', '<div class="text" lang="en">We keep &lt;it&gt; five days.</div>'],
      ['/policy/history', toCurrent],
    ] as const) {
      const page = await app.inject({ url, headers: { 'accept-language': accepted } });
      expect(page.headers['vary']).toContain('accept-language');
      for (const said of [`<html lang="${lang}">`, binding, holds, inForce]) expect(page.body).toContain(said);
    }
    expect((await app.inject({ url: '/policy' })).body).not.toContain(binding);
  });

  test('of a version that never was are not found', async () => {
    const versions = async () => publishedPolicy([first], '');
    app = await startApi({ routes: [policyRoute(versions)] });
    expect((await app.inject({ url: '/v1/policy/versions/9' })).json()).toMatchObject({ code: 'NOT_FOUND' });
    expect((await app.inject({ url: '/v1/policy/versions/one' })).statusCode).toBe(400);
  });

  test('of a version without a text of its own show the one before', () => {
    const silent = { ...second, readableText: null };
    expect(publishedPolicy([first, silent], '').at(-1)).toMatchObject({ text: first.readableText, textChanges: [] });
    expect(publishedPolicy([{ ...first, readableText: null }], 'of the program')[0]?.text).toBe('of the program');
  });
});
