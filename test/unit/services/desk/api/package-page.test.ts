// The link to a package: a browser is given a page that loads nothing from elsewhere, a program JSON.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createApi } from '#services/desk/api/create-api';
import { deskRoutes } from '#services/desk/api/desk-routes';
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
