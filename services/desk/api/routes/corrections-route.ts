// Corrections of where and to whom an order goes: asked for, entered for somebody who wrote a mail, and decided.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CORRECTION_REFUSALS, type CorrectionRefusal } from '#services/desk/domain/requests/correction';
import type {
  CorrectionAsked,
  CorrectionCaller,
  CorrectionRefused,
  Corrections,
  WantedCorrection,
} from '#services/desk/steps/ask-correction';
import type { Decided } from '#services/desk/steps/decide-correction';
import { PURPOSES } from '#shared/policy/vocabulary';
import { OnceOnly, oneOf } from '../forms.js';
import type { ProblemCode } from '#services/desk/domain/problems';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { OrderId } from './look-up-route.js';
import { RequestId, RequestView, viewOf } from './request-view.js';

export interface CorrectionOperations {
  customerRef(customerId: string): string;
  ask(caller: CorrectionCaller, wanted: WantedCorrection): Promise<CorrectionAsked>;
  enter(requestId: string, by: string, changes: Corrections): Promise<CorrectionAsked>;
  decide(requestId: string, by: string, refusal: CorrectionRefusal | null): Promise<Decided>;
  nowMs(): number;
}

const Text = z.string().min(1).max(200);
const Changes = z
  .strictObject({
    recipientName: Text.optional(),
    phone: z.string().max(30).nullable().optional(),
    email: z.string().max(254).nullable().optional(),
    addressLines: z.array(Text).min(1).max(6).optional(),
    city: Text.optional(),
    region: Text.nullable().optional(),
    postalCode: z.string().min(1).max(20).nullable().optional(),
    countryCode: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0)
  .meta({ id: 'AddressChanges', description: 'What is to become another; what is left out stays. At least one.' });
const Asked = z.strictObject({
  orderId: OrderId,
  changes: Changes,
  purpose: z.enum(PURPOSES).optional().describe('Of customer service: one of the purposes of the policy.'),
});
const Verdict = z.strictObject({
  refuse: oneOf(CORRECTION_REFUSALS).nullable().describe('null: it may pass. Otherwise why not.'),
});

const ASKED = ['ORDER_UNKNOWN', 'ORDER_ERASED', 'NOT_CORRECTABLE', 'ADDRESS_UNUSABLE'] as const;

export const correctionsRoute =
  (operations: CorrectionOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['rights'], security: [{ token: [] }] };
    const open = { open: 'by-role', body: true } as const;
    const shown = (reply: FastifyReply, status: number, asked: CorrectionAsked): FastifyReply =>
      asked.kind === 'done' ? reply.code(status).send(viewOf(asked.request, operations.nowMs())) : refuse(reply, asked);

    typed.post(
      '/v1/corrections',
      {
        config: { access: ['customer', 'customer-service'] },
        schema: {
          ...schema,
          summary:
            'Have the address of an order corrected. It is done once the link is opened that goes to the registered address of the order',
          headers: OnceOnly,
          body: Asked,
          response: {
            201: RequestView,
            ...refusals({ ...open, own: [...ASKED, 'PURPOSE_NOT_ALLOWED', 'LOOK_UPS_EXHAUSTED'] }),
          },
        },
      },
      async ({ body, headers, principal }, reply) => {
        const isStaff = principal?.roles.has('customer-service') === true;
        const { customerId, subject = '' } = principal ?? {};
        if (!isStaff && customerId === undefined) return sendProblem(reply, 'ROLE_MISSING');
        const customerRef = isStaff || customerId === undefined ? null : operations.customerRef(customerId);
        const { orderId, purpose = 'none' } = body;
        const wanted = { orderId, changes: given(body.changes), key: headers['idempotency-key'] };
        return shown(reply, 201, await operations.ask({ customerRef, by: subject, purpose }, wanted));
      },
    );
    typed.post(
      '/v1/requests/:requestId/correction',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Enter what a mail asks to have corrected, once its link was opened',
          params: z.object({ requestId: RequestId }),
          body: z.strictObject({ changes: Changes }),
          response: { 200: RequestView, ...refusals({ ...open, own: [...ASKED, 'NOT_FOUND'] }) },
        },
      },
      async ({ body, params, principal }, reply) => {
        const changes = given(body.changes);
        return shown(reply, 200, await operations.enter(params.requestId, principal?.subject ?? '', changes));
      },
    );
    typed.post(
      '/v1/requests/:requestId/decision',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Decide about a correction where the policy has an officer decide',
          params: z.object({ requestId: RequestId }),
          body: Verdict,
          response: { 200: RequestView, ...refusals({ ...open, own: ['NOT_FOUND', 'NOT_AT_THIS_POINT'] }) },
        },
      },
      async ({ body, params, principal }, reply) => {
        const decided = await operations.decide(params.requestId, principal?.subject ?? '', body.refuse);
        if (decided.kind === 'refused') return sendProblem(reply, decided.code);
        return viewOf(decided.request, operations.nowMs());
      },
    );
  };

/** What is left out is not there, rather than there and undefined. */
function given(changes: z.infer<typeof Changes>): Corrections {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Corrections;
}

function refuse(reply: FastifyReply, refused: CorrectionRefused): FastifyReply {
  if (refused.kind === 'refused') return sendProblem(reply, refused.code satisfies ProblemCode);
  const violations = refused.faults.map(({ path, code }) => ({
    path: path.replace(/^shipping\./, 'body/changes/'),
    expected: code,
  }));
  return sendProblem(reply, 'ADDRESS_UNUSABLE', violations);
}
