// What an administrator keeps the house by: services, participants of erasures, agreements, and a carrier to be stopped. No personal data of anybody.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ParticipantStanding } from '#services/desk/domain/erasures/participant-standing';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

export interface HouseOperations {
  look(): Promise<{
    readonly services: readonly { readonly service: string; readonly runs: boolean }[];
    readonly isDatabaseUp: boolean;
    readonly participants: readonly ParticipantStanding[];
    readonly signed: number;
    readonly ended: number;
  }>;
  setCarrier(carrierId: string, wanted: 'ACTIVE' | 'STOPPED', by: string): Promise<'done' | 'refused'>;
}

const House = z
  .object({
    services: z
      .array(z.object({ service: z.string(), runs: z.boolean() }))
      .describe('Whether an instance of each reads its topics.'),
    isDatabaseUp: z.boolean(),
    participants: z
      .array(
        z.object({
          participant: z.string(),
          asked: z.number().int().describe('Of the newest erasures those that it had to answer for.'),
          owes: z.number().int().describe('Answers that it still owes.'),
          lateSince: z.iso.datetime().nullable(),
        }),
      )
      .describe('Who must delete when told; who is late comes first.'),
    agreements: z.object({
      signed: z.number().int().describe('People of the house whose agreement of confidentiality is in force.'),
      ended: z.number().int(),
    }),
  })
  .meta({ id: 'House' });
const CarrierId = z.object({ carrierId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/) });
const Wanted = z.strictObject({
  state: z.enum(['ACTIVE', 'STOPPED']).describe('Stopped it is given nothing new; what waits for it is held.'),
});
const Standing = z.object({ carrierId: z.string(), state: z.enum(['ACTIVE', 'STOPPED']) }).meta({ id: 'CarrierState' });

export const houseRoute =
  (house: HouseOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const config = { access: ['administrator'] as const };
    const schema = { tags: ['house'], security: [{ token: [] }] };
    typed.get(
      '/v1/house',
      {
        config,
        schema: {
          ...schema,
          summary: 'Services, participants of erasures and agreements at a glance',
          response: { 200: House, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => {
        const { services, isDatabaseUp, participants, signed, ended } = await house.look();
        return {
          services: [...services],
          isDatabaseUp,
          participants: participants.map(({ lateSinceMs, ...standing }) => ({
            ...standing,
            lateSince: lateSinceMs === null ? null : new Date(lateSinceMs).toISOString(),
          })),
          agreements: { signed, ended },
        };
      },
    );
    typed.post(
      '/v1/carriers/:carrierId/state',
      {
        config,
        schema: {
          ...schema,
          summary: 'Stops a carrier or lets it go on, at once. On record',
          params: CarrierId,
          body: Wanted,
          response: { 200: Standing, ...refusals({ open: 'by-role', body: true, own: ['NOT_AT_THIS_POINT'] }) },
        },
      },
      async ({ params: { carrierId }, body: { state }, principal }, reply) => {
        const done = await house.setCarrier(carrierId, state, principal?.subject ?? '');
        return done === 'refused' ? sendProblem(reply, 'NOT_AT_THIS_POINT') : { carrierId, state };
      },
    );
  };
