// Requests of judicial authorities: two people approve, then what they name leaves sealed to the authority, and everything is on record.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type JudicialRequest,
  REJECT_REASONS,
  type RejectReason,
} from '#services/desk/domain/judicial/judicial-request';
import type { ProblemCode } from '#services/desk/domain/problems';
import type { Disclosure, JudicialQuestion, JudicialRefusal, Judged } from '#services/desk/steps/judicial-requests';
import { OnceOnly, oneOf, shownSealed } from '../forms.js';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { Disclosed, Page, Question, RequestId, shown, View } from './judicial-forms.js';

export interface JudicialOperations {
  receive(asked: JudicialQuestion, by: string, idempotencyKey: string): Promise<Judged<JudicialRequest>>;
  approve(requestId: string, by: string): Promise<Judged<JudicialRequest>>;
  reject(requestId: string, by: string, reason: RejectReason): Promise<Judged<JudicialRequest>>;
  disclose(requestId: string, by: string): Promise<Judged<Disclosure>>;
  close(requestId: string, by: string): Promise<Judged<JudicialRequest>>;
  find(requestId: string): Promise<JudicialRequest | null>;
  page(limit: number, after: string | null): Promise<readonly JudicialRequest[]>;
}

const PROBLEM_OF: Readonly<Record<JudicialRefusal, ProblemCode>> = {
  unknown: 'NOT_FOUND',
  'authority-unknown': 'RECIPIENT_UNKNOWN',
  'not-allowed': 'SHARING_NOT_ALLOWED',
  'same-person': 'ANOTHER_PERSON_NEEDED',
  'not-now': 'NOT_AT_THIS_POINT',
  'key-changed': 'RECIPIENT_KEY_CHANGED',
};

export const judicialRoute =
  (operations: JudicialOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['judicial requests'], security: [{ token: [] }] };
    const params = z.object({ requestId: RequestId });
    const openTo = { config: { access: ['privacy-officer', 'administrator', 'auditor'] as const } };
    const changing = refusals({ open: 'by-role', body: true, own: ['NOT_FOUND', 'NOT_AT_THIS_POINT'] });

    typed.post(
      '/v1/judicial-requests',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Take in a request that came in writing; nothing leaves yet',
          headers: OnceOnly,
          body: Question,
          response: {
            201: View,
            ...refusals({ open: 'by-role', body: true, own: ['RECIPIENT_UNKNOWN', 'SHARING_NOT_ALLOWED'] }),
          },
        },
      },
      async ({ body, headers, principal }, reply) => {
        const received = await operations.receive(body, principal?.subject ?? '', headers['idempotency-key']);
        return received.kind === 'done' ? reply.code(201).send(shown(received.value)) : refuse(reply, received.kind);
      },
    );
    typed.get(
      '/v1/judicial-requests',
      {
        ...openTo,
        schema: {
          ...schema,
          summary: 'All requests of authorities, newest first',
          querystring: z.object({
            limit: z.coerce.number().int().min(1).max(200).default(50),
            after: RequestId.optional(),
          }),
          response: { 200: Page, ...refusals({ open: 'by-role' }) },
        },
      },
      async ({ query: { limit, after = null } }) => {
        const requests = await operations.page(limit, after);
        return {
          requests: requests.map(shown),
          next: requests.length === limit ? (requests.at(-1)?.requestId ?? null) : null,
        };
      },
    );
    typed.get(
      '/v1/judicial-requests/:requestId',
      {
        ...openTo,
        schema: {
          ...schema,
          summary: 'One request of an authority',
          params,
          response: { 200: View, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async (request, reply) => {
        const found = await operations.find(request.params.requestId);
        return found === null ? sendProblem(reply, 'NOT_FOUND') : shown(found);
      },
    );
    typed.post(
      '/v1/judicial-requests/:requestId/approvals',
      {
        config: { access: ['privacy-officer', 'administrator'] },
        schema: {
          ...schema,
          summary: 'Approve it; the second person’s approval sets the legal hold',
          params,
          response: {
            200: View,
            ...refusals({
              open: 'by-role',
              body: true,
              own: ['NOT_FOUND', 'NOT_AT_THIS_POINT', 'ANOTHER_PERSON_NEEDED'],
            }),
          },
        },
      },
      async ({ params: { requestId }, principal }, reply) =>
        answer(reply, await operations.approve(requestId, principal?.subject ?? '')),
    );
    typed.post(
      '/v1/judicial-requests/:requestId/rejection',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Turn it down',
          params,
          body: z.strictObject({ reason: oneOf(REJECT_REASONS) }),
          response: { 200: View, ...changing },
        },
      },
      async ({ params: { requestId }, body, principal }, reply) =>
        answer(reply, await operations.reject(requestId, principal?.subject ?? '', body.reason)),
    );
    typed.post(
      '/v1/judicial-requests/:requestId/disclosures',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'What the request names, sealed to the authority. Each time is on record, order by order',
          params,
          response: {
            200: Disclosed,
            ...refusals({
              open: 'by-role',
              body: true,
              own: ['NOT_FOUND', 'NOT_AT_THIS_POINT', 'RECIPIENT_KEY_CHANGED', 'SHARING_NOT_ALLOWED'],
            }),
          },
        },
      },
      async ({ params: { requestId }, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        const disclosed = await operations.disclose(requestId, principal?.subject ?? '');
        if (disclosed.kind !== 'done') return refuse(reply, disclosed.kind);
        return { request: shown(disclosed.value.request), sealed: shownSealed(disclosed.value.sealed) };
      },
    );
    typed.post(
      '/v1/judicial-requests/:requestId/closing',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Close it: nothing leaves any more, and the legal hold is lifted',
          params,
          response: { 200: View, ...changing },
        },
      },
      async ({ params: { requestId }, principal }, reply) =>
        answer(reply, await operations.close(requestId, principal?.subject ?? '')),
    );
  };

function refuse(reply: FastifyReply, kind: JudicialRefusal): FastifyReply {
  return sendProblem(reply, PROBLEM_OF[kind]);
}

function answer(reply: FastifyReply, judged: Judged<JudicialRequest>): FastifyReply | z.infer<typeof View> {
  return judged.kind === 'done' ? shown(judged.value) : refuse(reply, judged.kind);
}
