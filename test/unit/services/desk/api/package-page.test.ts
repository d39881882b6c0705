// The link to a package: a browser is given a page that loads nothing from elsewhere, a program JSON.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { schemas } from '#schemas/generated/schemas';
import { createApi } from '#services/desk/api/create-api';
import { deskRoutes } from '#services/desk/api/desk-routes';
import { accessPage } from '#services/desk/api/pages/access-page';
import { ACCESS_WORDS } from '#services/desk/api/pages/access-words';
import { hasPurpose, hasTerm } from '#services/desk/api/pages/data-terms';
import { PAGE_LANGUAGES } from '#services/desk/api/pages/page-language';
import type { AccessPackage } from '#services/desk/steps/access-package';
import { HELD_CATEGORIES } from '#services/desk/steps/open-order';
import { loadPolicy } from '#shared/policy/load-policy';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { EXAMPLES, smallOperations } from '../support/small-operations.js';

let app: FastifyInstance;
beforeAll(async () => {
  app = await createApi({
    verifier: { verify: async () => ({ kind: 'refused' }) },
    routes: deskRoutes(smallOperations()),
    nextRequestId: () => 'r',
  });
});
afterAll(async () => await app.close());

test.each([
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8', '<h1>Your data</h1>'],
  ['application/json, text/html', 'application/json; charset=utf-8', '"orders":[]'],
  [undefined, 'application/json; charset=utf-8', '"orders":[]'],
])('whoever accepts %s is given %s', async (accept, type, holds) => {
  const url = `/v1/packages/${EXAMPLES.secret}`;
  const answer = await app.inject({ method: 'GET', url, headers: accept === undefined ? {} : { accept } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe(type);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).toContain(holds);
});

test.each([
  ['en-GB', 'The link was used already'],
  ['de', 'Der Link wurde schon benutzt'],
  ['fr', 'Le lien a déjà servi'],
  ['pt-BR', 'O link já foi usado'],
])('whoever confirms a request reads in %s how it went', async (language, says) => {
  for (const url of ['/confirm', '/confirm/look']) {
    const headers = { 'accept-language': language, 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await app.inject({ method: 'POST', url, headers, payload: 'token=x' });
    expect(body).toContain(says);
    expect(body).toContain(`<html lang="${language.slice(0, 2)}">`);
  }
});

test.each([
  ['de', 'Der Link öffnet sich nicht mehr'],
  ['en', 'The link does not open any more'],
])('a browser that opens a link once more is told so in %s, a program by name', async (language, says) => {
  const url = `/v1/packages/${'z'.repeat(43)}`;
  const page = await app.inject({ url, headers: { accept: 'text/html', 'accept-language': language } });
  expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(page.body).toContain(says);
  expect((await app.inject({ url })).json()).toMatchObject({ code: 'NOT_FOUND' });
});

describe('the page with everything held of a person', () => {
  const policy = loadPolicy(readPolicyText());
  const shown = [...policy.categories.values()].filter(({ id }) => [...HELD_CATEGORIES, 'after-sales'].includes(id));
  const found: AccessPackage = {
    policyVersion: 3,
    categories: shown.map(({ id, meaning, purposes }) => ({ category: id, meaning, purposes: [...purposes] })),
    orders: [
      {
        orderId: 'A<1',
        state: 'HANDED_OVER',
        data: {
          shipping: { recipientName: 'Zoë', region: null },
          'order-reference': { placedAt: Date.UTC(2026, 1, 3) },
        },
        erased: ['payment'],
      },
    ],
  };

  test.each(PAGE_LANGUAGES)('is written in %s throughout', (language) => {
    const { title, body } = accessPage(found, language);
    const words = ACCESS_WORDS[language];
    for (const said of [title, words.order('A&lt;1'), words.heldBy(3), words.deleted, words.none, words.whatFor, 'Zoë'])
      expect(body).toContain(said);
    if (language !== 'en') for (const { meaning } of shown) expect(body).not.toContain(meaning);
    expect(body).not.toContain('2026-02-03');
  });

  test('has a name in each language for everything that the desk holds of an order', () => {
    const facts = [
      'items',
      'amount',
      'currency',
      'carrierId',
      'destinationCountry',
      'placedAt',
      'paidAt',
      'cancelledAt',
    ];
    const records = ['Shipping', 'Contact', 'Payment', 'Item', 'SignalsOfAccount'] as const;
    const held = records.flatMap((name) => fieldNames(schemas[`fulfilment.orders.${name}`].at(-1)?.schema));
    expect(held).toContain('customerPostNumber');
    const status = schemas['fulfilment.orders.OrderStatus'].at(-1)?.schema as {
      readonly fields: readonly { readonly name: string; readonly type: { readonly symbols?: readonly string[] } }[];
    };
    const states = status.fields.find(({ name }) => name === 'status')?.type.symbols ?? [];
    expect(states).toContain('HANDED_OVER');
    // Of an erased order there is no package.
    const names = [...HELD_CATEGORIES, ...facts, ...held, ...states.filter((state) => state !== 'ERASED')];
    expect(names.filter((name) => !hasTerm(name))).toEqual([]);
    expect(shown.flatMap(({ purposes }) => [...purposes]).filter((purpose) => !hasPurpose(purpose))).toEqual([]);
  });

  test('shows the words of a newer policy as they are', () => {
    const newer = {
      ...found,
      categories: [{ category: 'shipping', meaning: 'Something new.', purposes: ['some-use'] }],
    };
    expect(accessPage(newer, 'de').body).toContain('Something new. Gebraucht für: Some use.');
  });
});

/** Of a schema and whatever it holds. */
function fieldNames(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(fieldNames);
  if (typeof schema !== 'object' || schema === null) return [];
  const {
    fields = [],
    type,
    items,
  } = schema as { fields?: { name: string; type: unknown }[]; type?: unknown; items?: unknown };
  return [
    ...fields.flatMap((field) => [field.name, ...fieldNames(field.type)]),
    ...fieldNames(items),
    ...fieldNames(type),
  ];
}
