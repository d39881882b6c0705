// Who is a carrier: added with its agreement, stopped and let go on, its agreement renewed, its logins changed, removed. Each is on record before it is done.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CARRIER_PROBLEMS } from '#services/desk/domain/carrier-problems';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { PublicKey } from './authorities-route.js';

export type CarrierRefusal = keyof typeof CARRIER_PROBLEMS | 'PUBLIC_KEY_UNUSABLE' | 'NOT_AT_THIS_POINT';
export type CarrierDone<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: CarrierRefusal };

export interface CarrierAgreement {
  readonly signedOn: string;
  readonly validFrom: string;
  readonly validUntil: string;
}

export interface CarrierLogin {
  readonly user: string;
  readonly password: string;
  /** `NAME=value`, the login among them. */
  readonly settings: readonly string[];
}

export interface CarrierOperations {
  /** @param publicKey null: its records are delivered plain */
  add(
    carrierId: string,
    agreement: CarrierAgreement,
    publicKey: string | null,
    by: string,
  ): Promise<CarrierDone<CarrierLogin>>;
  setState(carrierId: string, state: 'ACTIVE' | 'STOPPED', by: string): Promise<CarrierDone<null>>;
  renew(carrierId: string, agreement: CarrierAgreement, by: string): Promise<CarrierDone<null>>;
  /** Beside the one there is: both work. */
  makeLogin(carrierId: string, by: string): Promise<CarrierDone<CarrierLogin>>;
  endOlderLogin(carrierId: string, by: string): Promise<CarrierDone<null>>;
  /** @param withdrawLive also while it holds parcels that are under way: they are taken back from it */
  remove(carrierId: string, withdrawLive: boolean, by: string): Promise<CarrierDone<{ readonly goneByMs: number }>>;
}

/** Part of topic names and user names. */
const CarrierId = z.string().regex(/^[a-z][a-z0-9]{0,39}$/);
const Agreement = z
  .strictObject({ signedOn: z.iso.date(), validFrom: z.iso.date(), validUntil: z.iso.date() })
  .meta({ id: 'NonDisclosureAgreement', description: 'Days; it is in force from the first to the end of the last.' });
const State = z.enum(['ACTIVE', 'STOPPED']).describe('Stopped it is given nothing new; what waits for it is held.');

const Standing = z.object({ carrierId: z.string(), state: State }).meta({ id: 'CarrierState' });
const Renewed = z.object({ carrierId: z.string(), agreement: Agreement }).meta({ id: 'CarrierAgreement' });
const Login = z
  .object({
    user: z.string(),
    password: z.string().describe('Shown this once.'),
    settings: z.array(z.string()).describe('All that its client needs, as NAME=value.'),
  })
  .meta({ id: 'CarrierLogin', description: 'SCRAM-SHA-256 at Kafka; it reads its shipments and writes its statuses.' });
const Known = z.object({ carrierId: z.string() }).meta({ id: 'CarrierNamed' });
const Leaving = z
  .object({
    carrierId: z.string(),
    goneBy: z.iso.datetime().describe('Its logins and topics go soon after, or later while something lies there.'),
  })
  .meta({ id: 'CarrierLeaving' });

const ANY: readonly CarrierRefusal[] = [
  'CARRIER_NOT_LISTED',
  'CARRIER_NOT_THERE',
  'CARRIER_LEAVING',
  'CARRIERS_CHANGED_MEANWHILE',
  'CARRIER_NOT_CHANGED',
];

export const carriersRoute =
  (operations: CarrierOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const config = { access: ['administrator'] as const };
    const schema = { tags: ['carriers'], security: [{ token: [] }], params: z.object({ carrierId: CarrierId }) };
    const refused = (...own: readonly CarrierRefusal[]) =>
      refusals({ open: 'by-role', body: true, own: [...ANY, ...own] });

    typed.put(
      '/v1/carriers/:carrierId',
      {
        config,
        schema: {
          ...schema,
          summary: 'Add a carrier that the policy lists: topics, schemas, rights, a login, all or nothing. On record',
          body: z.strictObject({
            agreement: Agreement,
            publicKey: PublicKey.nullable().describe(
              'Its records are sealed to this X25519 key; null: delivered plain.',
            ),
          }),
          response: {
            200: Login,
            ...refused('CARRIER_THERE_ALREADY', 'CARRIER_AGREEMENT_UNUSABLE', 'PUBLIC_KEY_UNUSABLE'),
          },
        },
      },
      async ({ params: { carrierId }, body: { agreement, publicKey }, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        const done = await operations.add(carrierId, agreement, publicKey, principal?.subject ?? '');
        return answer(reply, done, shownLogin);
      },
    );
    typed.delete(
      '/v1/carriers/:carrierId',
      {
        config,
        schema: {
          ...schema,
          summary:
            'Remove it: at once it is given nothing more and what it holds is taken back; its logins and topics go when it has had the time to delete. On record',
          querystring: z.object({
            withdrawLive: z
              .enum(['yes', 'no'])
              .default('no')
              .describe('yes: also while it holds parcels that are under way.'),
          }),
          response: { 200: Leaving, ...refused('CARRIER_HOLDS_RECORDS') },
        },
      },
      async ({ params: { carrierId }, query: { withdrawLive }, principal }, reply) => {
        const done = await operations.remove(carrierId, withdrawLive === 'yes', principal?.subject ?? '');
        return answer(reply, done, ({ goneByMs }) => ({ carrierId, goneBy: new Date(goneByMs).toISOString() }));
      },
    );
    typed.post(
      '/v1/carriers/:carrierId/state',
      {
        config,
        schema: {
          ...schema,
          summary: 'Stop a carrier or let it go on, at once. On record',
          body: z.strictObject({ state: State }),
          response: { 200: Standing, ...refused('NOT_AT_THIS_POINT') },
        },
      },
      async ({ params: { carrierId }, body: { state }, principal }, reply) =>
        answer(reply, await operations.setState(carrierId, state, principal?.subject ?? ''), () => ({
          carrierId,
          state,
        })),
    );
    typed.post(
      '/v1/carriers/:carrierId/agreement',
      {
        config,
        schema: {
          ...schema,
          summary: 'Enter its renewed non-disclosure agreement: what waited for it is released. On record',
          body: Agreement,
          response: { 200: Renewed, ...refused('CARRIER_AGREEMENT_UNUSABLE', 'CARRIER_AGREEMENT_LEAVES_GAP') },
        },
      },
      async ({ params: { carrierId }, body, principal }, reply) =>
        answer(reply, await operations.renew(carrierId, body, principal?.subject ?? ''), () => ({
          carrierId,
          agreement: body,
        })),
    );
    typed.post(
      '/v1/carriers/:carrierId/logins',
      {
        config,
        schema: {
          ...schema,
          summary: 'Another login beside the one it has; both work until the older one is ended. On record',
          response: { 200: Login, ...refused('CARRIER_HAS_TWO_LOGINS') },
        },
      },
      async ({ params: { carrierId }, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        return answer(reply, await operations.makeLogin(carrierId, principal?.subject ?? ''), shownLogin);
      },
    );
    typed.delete(
      '/v1/carriers/:carrierId/logins/older',
      {
        config,
        schema: {
          ...schema,
          summary: 'End the older of its two logins. On record',
          response: { 200: Known, ...refused('CARRIER_HAS_ONE_LOGIN') },
        },
      },
      async ({ params: { carrierId }, principal }, reply) =>
        answer(reply, await operations.endOlderLogin(carrierId, principal?.subject ?? ''), () => ({ carrierId })),
    );
  };

function shownLogin({ settings, ...login }: CarrierLogin): z.infer<typeof Login> {
  return { ...login, settings: [...settings] };
}

function answer<Value, View>(
  reply: FastifyReply,
  done: CarrierDone<Value>,
  view: (value: Value) => View,
): View | FastifyReply {
  return done.kind === 'refused' ? sendProblem(reply, done.code) : view(done.value);
}
