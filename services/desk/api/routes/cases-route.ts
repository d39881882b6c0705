// After-sales cases over HTTP: for the customer of the order, and for customer service. Whoever else asks finds nothing.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type AfterSalesCase, CASE_LIMITS, type CaseEntry } from '#services/desk/domain/cases/after-sales-case';
import { PHOTO_LIMITS } from '#services/desk/domain/cases/photo-kind';
import type { CaseCaller, CaseOutcome, CaseRefusal } from '#services/desk/steps/after-sales-cases';
import type { CaseViewer, ViewedCase, ViewedPhoto, ViewRefusal } from '#services/desk/steps/view-case';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import {
  BOTH,
  Case,
  CaseRef,
  CasesOfOrder,
  Entry,
  Key,
  MEDIA,
  PhotoRef,
  PHOTOS,
  PROBLEM_OF,
  Purpose,
  shownCase,
  shownEntry,
  View,
} from './case-forms.js';
import { OrderId } from './look-up-route.js';

export interface CaseOperations {
  customerRef(customerId: string): string;
  open(caller: CaseCaller, orderId: string, key: string): Promise<CaseOutcome<AfterSalesCase>>;
  ofOrder(caller: CaseCaller, orderId: string): Promise<CaseOutcome<readonly AfterSalesCase[]>>;
  message(caller: CaseCaller, caseRef: string, key: string, text: string): Promise<CaseOutcome<CaseEntry>>;
  photo(caller: CaseCaller, caseRef: string, key: string, photo: Buffer): Promise<CaseOutcome<CaseEntry>>;
  close(caseRef: string): Promise<CaseOutcome<AfterSalesCase>>;
  view(viewer: CaseViewer, caseRef: string): Promise<ViewedCase | ViewRefusal>;
  viewPhoto(viewer: CaseViewer, caseRef: string, entryId: string): Promise<ViewedPhoto | ViewRefusal>;
}

export const casesRoute =
  (operations: CaseOperations) =>
  (app: FastifyInstance): void => {
    app.addContentTypeParser(MEDIA, { parseAs: 'buffer', bodyLimit: PHOTO_LIMITS.bytes }, (_request, body, done) =>
      done(null, body),
    );
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['after-sales'], security: [{ token: [] }] };
    /** A customer without an account number sees nothing: it would be that of everybody. */
    const callerOf = ({ principal }: FastifyRequest): CaseCaller | null => {
      if (principal?.roles.has('customer-service') === true) return { customerRef: null };
      const { customerId } = principal ?? {};
      return customerId === undefined ? null : { customerRef: operations.customerRef(customerId) };
    };
    const viewerOf = (request: FastifyRequest, purpose: string | undefined): CaseViewer | null => {
      const caller = callerOf(request);
      if (caller === null) return null;
      if (caller.customerRef !== null) return { ...caller, by: 'the person', purpose: 'right-of-the-person' };
      return { ...caller, by: request.principal?.subject ?? '', purpose: purpose ?? 'none' };
    };
    const open = { open: 'by-role', body: true } as const;

    typed.post(
      '/v1/cases',
      {
        config: { access: BOTH },
        schema: {
          ...schema,
          summary: 'Open an after-sales case for an order; while it is open the order is not erased',
          headers: Key,
          body: z.strictObject({ orderId: OrderId }),
          response: {
            201: Case,
            ...refusals({ ...open, own: ['ORDER_UNKNOWN', 'ORDER_ERASED', 'CASE_FULL', 'CASE_CLOSED'] }),
          },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (caller === null) return sendProblem(reply, 'ROLE_MISSING');
        const made = await operations.open(caller, request.body.orderId, request.headers['idempotency-key']);
        return made.kind === 'done' ? reply.code(201).send(shownCase(made.value)) : refuse(reply, made.code);
      },
    );
    typed.post(
      '/v1/cases/search',
      {
        config: { access: BOTH },
        schema: {
          ...schema,
          summary: 'The cases of one order, by its exact number; not what is in them',
          body: z.strictObject({ orderId: OrderId }),
          response: {
            200: CasesOfOrder,
            ...refusals({ ...open, own: ['ORDER_UNKNOWN', 'ORDER_ERASED'] }),
          },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (caller === null) return sendProblem(reply, 'ROLE_MISSING');
        const found = await operations.ofOrder(caller, request.body.orderId);
        return found.kind === 'done' ? { cases: found.value.map(shownCase) } : refuse(reply, found.code);
      },
    );
    typed.post(
      '/v1/cases/:caseRef/messages',
      {
        config: { access: BOTH },
        schema: {
          ...schema,
          summary: 'Write in a case',
          params: CaseRef,
          headers: Key,
          body: z.strictObject({ text: z.string().min(1).max(CASE_LIMITS.text) }),
          response: { 201: Entry, ...refusals({ ...open, own: ['NOT_FOUND', 'CASE_CLOSED', 'CASE_FULL'] }) },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (caller === null) return sendProblem(reply, 'ROLE_MISSING');
        const { params, headers, body } = request;
        const added = await operations.message(caller, params.caseRef, headers['idempotency-key'], body.text);
        return added.kind === 'done' ? reply.code(201).send(shownEntry(added.value)) : refuse(reply, added.code);
      },
    );
    typed.post(
      '/v1/cases/:caseRef/photos',
      {
        config: { access: BOTH, takesPhotos: true },
        bodyLimit: PHOTO_LIMITS.bytes,
        schema: {
          ...schema,
          summary: 'Add a photo: JPEG, PNG or WebP. It is drawn anew, so that no place, camera or time stays in it',
          consumes: MEDIA,
          params: CaseRef,
          headers: Key,
          response: { 201: Entry, ...refusals({ ...open, own: ['NOT_FOUND', 'CASE_CLOSED', 'CASE_FULL', ...PHOTOS] }) },
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        if (caller === null) return sendProblem(reply, 'ROLE_MISSING');
        const { params, headers, body } = request;
        if (!Buffer.isBuffer(body)) return sendProblem(reply, 'MEDIA_TYPE_UNSUPPORTED');
        const added = await operations.photo(caller, params.caseRef, headers['idempotency-key'], body);
        return added.kind === 'done' ? reply.code(201).send(shownEntry(added.value)) : refuse(reply, added.code);
      },
    );
    typed.post(
      '/v1/cases/:caseRef/view',
      {
        config: { access: BOTH },
        schema: {
          ...schema,
          summary: 'What is in a case. Each look is on record',
          params: CaseRef,
          body: Purpose,
          response: { 200: View, ...refusals({ ...open, own: ['NOT_FOUND', 'PURPOSE_NOT_ALLOWED'] }) },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request, request.body.purpose);
        if (viewer === null) return sendProblem(reply, 'ROLE_MISSING');
        const seen = await operations.view(viewer, request.params.caseRef);
        if (typeof seen === 'string') return sendProblem(reply, PROBLEM_OF[seen]);
        void reply.header('cache-control', 'no-store');
        const entries = seen.entries.map((one) => ({ ...shownEntry(one), text: one.text }));
        return { case: shownCase(seen.found), entries, viewId: seen.viewId };
      },
    );
    typed.post(
      '/v1/cases/:caseRef/photos/:entryId/view',
      {
        config: { access: BOTH },
        schema: {
          ...schema,
          summary: 'One photo of a case. Each look is on record',
          params: PhotoRef,
          body: Purpose,
          response: {
            200: { description: 'The photo.', content: { 'image/*': { schema: z.unknown() } } },
            ...refusals({ ...open, own: ['NOT_FOUND', 'PURPOSE_NOT_ALLOWED'] }),
          },
        },
      },
      async (request, reply) => {
        const viewer = viewerOf(request, request.body.purpose);
        if (viewer === null) return sendProblem(reply, 'ROLE_MISSING');
        const seen = await operations.viewPhoto(viewer, request.params.caseRef, request.params.entryId);
        if (typeof seen === 'string') return sendProblem(reply, PROBLEM_OF[seen]);
        void reply.header('cache-control', 'no-store').type(seen.media);
        return reply.send(seen.content);
      },
    );
    typed.post(
      '/v1/cases/:caseRef/close',
      {
        config: { access: ['customer-service'] },
        schema: {
          ...schema,
          summary: 'Close a case; what is in it is deleted soon after',
          params: CaseRef,
          response: {
            200: Case,
            ...refusals({ open: 'by-role', own: ['NOT_FOUND', 'ORDER_UNKNOWN', 'ORDER_ERASED'] }),
          },
        },
      },
      async (request, reply) => {
        const closed = await operations.close(request.params.caseRef);
        return closed.kind === 'done' ? shownCase(closed.value) : refuse(reply, closed.code);
      },
    );
  };

function refuse(reply: FastifyReply, code: CaseRefusal): FastifyReply {
  return sendProblem(reply, code);
}
