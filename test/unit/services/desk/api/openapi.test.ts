// The document is made from the schemas that check the requests, and it is valid OpenAPI 3.1.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance } from 'fastify';
import { PROBLEMS, type ProblemCode } from '#services/desk/domain/problems';
import { startApi } from './support.js';

let app: FastifyInstance;
beforeAll(async () => {
  app = await startApi();
});
afterAll(async () => await app.close());

interface Operation {
  readonly responses: Record<string, { description: string; content?: Record<string, unknown> }>;
  readonly security?: unknown;
}

async function operations(): Promise<(readonly [string, Operation])[]> {
  const document = (await app.inject({ url: '/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
}

describe('the OpenAPI document', () => {
  test('is valid', async () => {
    const answer = await app.inject({ url: '/openapi.json' });
    const verdict = await new Validator().validate(answer.json<Record<string, unknown>>());
    expect(verdict).toMatchObject({ valid: true });
  });

  test('names the refusals of each operation with the status they come with', async () => {
    const found = await operations();
    expect(found.map(([name]) => name)).toEqual([
      'get /v1/me',
      'get /v1/policy',
      'get /v1/policy/versions',
      'get /v1/policy/versions/{version}',
      'post /v1/echo',
    ]);
    for (const [, { responses }] of found) {
      for (const [status, { description, content }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
        for (const code of description.split(', ')) expect(PROBLEMS[code as ProblemCode].status).toBe(Number(status));
      }
    }
  });
});
