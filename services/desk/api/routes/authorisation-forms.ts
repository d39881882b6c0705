// The forms of authorisations, as they come in and as they are shown.
import { z } from 'zod';
import {
  type Authorisation,
  AUTHORISATION_ENDS,
  MOST_DAYS,
  stateOf,
  validUntil,
} from '#services/desk/domain/authorisations/authorisation';
import { CATEGORIES, PURPOSES } from '#shared/policy/vocabulary';
import { oneOf } from '../forms.js';
import { OrderId } from './look-up-route.js';
import { Time } from './request-view.js';
import { ThirdPartyId } from './third-parties-route.js';

export const AuthorisationId = z.string().regex(/^R-[0-9A-Z]{12}$/);
export const Wanted = z.strictObject({
  thirdPartyId: ThirdPartyId,
  orderId: OrderId,
  categories: z.array(z.enum(CATEGORIES)).min(1).max(CATEGORIES.length).describe('Exactly what it may have.'),
  days: z.number().int().min(1).max(MOST_DAYS).default(30).describe('How long, from the moment it is given.'),
  purpose: z.enum(PURPOSES).optional().describe('Of customer service: one of the purposes of the policy.'),
});

export const View = z
  .object({
    authorisationId: z.string(),
    thirdPartyId: z.string(),
    orderRef: z.string().describe('Keyed hash of the order.'),
    categories: z.array(z.string()),
    state: z
      .enum(['asked', 'in-force', 'ended'])
      .describe('asked: the link to the registered address waits to be opened.'),
    askedAt: Time,
    givenAt: Time.nullable(),
    validUntil: Time.nullable(),
    publishedAt: Time.nullable().describe('When it was last written to the topic of the third party.'),
    published: z.array(z.string()).describe('The categories that were: of what was named, what the order still had.'),
    end: oneOf(AUTHORISATION_ENDS).nullable(),
    endedAt: Time.nullable(),
    takenBackAt: Time.nullable().describe('When its tombstone was written.'),
  })
  .meta({ id: 'Authorisation' });
export const Page = z
  .object({ authorisations: z.array(View), next: z.string().nullable() })
  .meta({ id: 'AuthorisationPage' });

const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function shown(authorisation: Authorisation): z.infer<typeof View> {
  const { authorisationId, thirdPartyId, orderRef, categories, givenAtMs, askedAtMs, published, ended } = authorisation;
  return {
    authorisationId,
    thirdPartyId,
    orderRef,
    categories: [...categories],
    state: stateOf(authorisation),
    askedAt: new Date(askedAtMs).toISOString(),
    givenAt: at(givenAtMs),
    validUntil: at(validUntil(authorisation)),
    publishedAt: at(published?.atMs ?? null),
    published: [...(published?.categories ?? [])],
    end: ended?.why ?? null,
    endedAt: at(ended?.atMs ?? null),
    takenBackAt: at(authorisation.takenBackAtMs),
  };
}
