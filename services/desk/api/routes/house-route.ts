// What an administrator keeps the house by: services, participants of erasures, agreements. No personal data of anybody.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ParticipantStanding } from '#services/desk/domain/erasures/participant-standing';
import { refusals } from '../problem-schema.js';

export interface HouseOperations {
  look(): Promise<{
    readonly services: readonly { readonly service: string; readonly runs: boolean }[];
    readonly isDatabaseUp: boolean;
    readonly participants: readonly ParticipantStanding[];
    readonly signed: number;
    readonly ended: number;
  }>;
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
  };
