// The shape of the policy file. Strict: an unknown key is an error, because a misspelt rule would silently not apply.
// What must hold between its parts is checked in policy-rules.ts.
import { z } from 'zod';
import { parseDuration } from '#shared/domain/duration';
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import {
  BASES,
  CATEGORIES,
  FORBIDDEN_THINGS,
  LOCATION_NOTATIONS,
  MOMENTS,
  NOTIFICATION_CHANNELS,
  OFFICER_REASONS,
  PAUSES,
  PURPOSES,
  RECIPIENTS,
  SHIPMENT_KINDS,
} from './vocabulary.js';

const sentence = z
  .string()
  .min(8)
  .regex(/^\S.*[.]$/s, 'must be a sentence that ends in a full stop');
const words = z.string().min(3);
const term = z.string().regex(/^(?:dpv|pd):[A-Za-z]+$/, 'must be a term such as dpv:DeliveryOfGoods');
const fideslang = z.string().regex(/^[a-z_]+(?:\.[a-z_]+)*$/, 'must be a fideslang key, such as user.contact');
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country by its two capital letters, such as DE');
const day = z.iso.date();
const durationMs = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue('must be a duration without years and months, such as P7D or PT12H');
  return z.NEVER;
});

const purpose = z.enum(PURPOSES);
const category = z.enum(CATEGORIES);
const version = z.int().min(1);

const retention = z.union([
  z.strictObject({ unlimited: sentence }),
  z.strictObject({
    of: z.enum(['order', 'account', 'observation']),
    clocks: z.partialRecord(z.enum(MOMENTS), durationMs),
    pausedBy: z.array(z.enum(PAUSES)),
    exceptions: z
      .array(z.strictObject({ what: words, keep: words, why: sentence, topics: z.array(words).default([]) }))
      .default([]),
  }),
]);

const categoryRule = z.strictObject({
  meaning: sentence,
  personal: z.boolean(),
  sealed: z.boolean(),
  dpv: z.array(term).min(1),
  fideslang: z.array(fideslang).min(1),
  purposes: z.array(purpose).min(1),
  retention,
});

const recipientBase = { meaning: sentence, dpv: term, never: z.partialRecord(category, sentence).default({}) };
const recipientRule = z.discriminatedUnion('basis', [
  z.strictObject({
    ...recipientBase,
    basis: z.enum(['own-work', 'logistics-delivery'] satisfies readonly (typeof BASES)[number][]),
    gets: z.partialRecord(category, z.array(purpose).min(1)),
  }),
  z.strictObject({
    ...recipientBase,
    basis: z.enum([
      'legal-request',
      'explicit-authorisation',
      'right-of-the-person',
    ] satisfies readonly (typeof BASES)[number][]),
    gets: z.array(category).min(1),
    onlyWhen: sentence,
  }),
]);

const prefix = z.string().regex(/^(\d{1,8})(?:-(\d{1,8}))?$/, 'must be a number or a range of first digits');
const literal = z.string().min(2).max(80);
const foldedWord = literal.regex(/^[^\p{Lu}]+$/u, 'must be lower case');
const fieldNames = z.array(
  z.string().regex(/^[a-z0-9]+$/, 'must be lower case without blanks, dashes and underscores'),
);
const forbiddenBase = { why: sentence, fieldNames };

const forbidden = z.strictObject({
  'card-security-code': z.strictObject({
    ...forbiddenBase,
    code: z.literal('FORBIDDEN_CARD_SECURITY_CODE'),
    words: z.array(foldedWord).min(1),
    ambiguousWords: z.array(foldedWord),
    cardWords: z.array(z.string().min(1)),
    fabrics: z.strictObject({ words: z.array(foldedWord), toldBy: z.array(foldedWord) }),
  }),
  'card-number': z.strictObject({
    ...forbiddenBase,
    code: z.literal('FORBIDDEN_CARD_NUMBER'),
    issuers: z
      .array(
        z.strictObject({
          brand: words,
          prefixes: z.array(prefix).min(1),
          lengths: z.array(z.int().min(13).max(19)).min(1),
        }),
      )
      .min(1),
  }),
  album: z.strictObject({
    ...forbiddenBase,
    code: z.literal('FORBIDDEN_ALBUM'),
    fragments: z.array(foldedWord),
    cameraNames: z.array(foldedWord),
  }),
  location: z.strictObject({
    ...forbiddenBase,
    code: z.literal('FORBIDDEN_LOCATION'),
    notations: z.array(z.enum(LOCATION_NOTATIONS)),
    mapLinks: z.array(foldedWord),
  }),
} satisfies Record<(typeof FORBIDDEN_THINGS)[number], z.ZodType>);

const simpleNeed = z.enum(['required', 'when-present']);
const need = z.union([
  simpleNeed,
  z.strictObject({ requiredIn: z.array(country).min(1), elsewhere: z.enum(['when-present', 'withheld']) }),
]);
const fieldRule = z.strictObject({ need, why: sentence, since: version.optional() });
const fields = z.record(z.string(), fieldRule);
const kindRule = z.strictObject({
  destinations: z.array(country).min(1),
  fields,
  /** Per country: a field of its own, another need, or `withheld`. */
  overrides: z.record(country, z.record(z.string(), z.union([fieldRule, z.literal('withheld')]))).default({}),
});

const carrierRule = z.strictObject({
  name: words,
  since: version.default(1),
  homeCountry: country,
  domesticArea: z.array(country).min(1),
  agreement: z
    .strictObject({ kind: z.literal('non-disclosure'), signedOn: day, validFrom: day, validUntil: day })
    .nullable(),
  deliveryMode: z.enum(['plain', 'sealed']),
  deadlineProfile: z.enum(['default', 'fast']),
  releases: z.partialRecord(z.enum(SHIPMENT_KINDS), kindRule),
});

export const policySchema = z.strictObject({
  version,
  purposes: z.record(purpose, z.strictObject({ meaning: sentence, dpv: term, fideslang })),
  categories: z.record(category, categoryRule),
  recipients: z.record(z.enum(RECIPIENTS), recipientRule),
  egress: z.array(
    z.strictObject({
      topic: words,
      record: words,
      recipient: z.enum(RECIPIENTS),
      purpose: z.union([purpose, z.literal('explicit-authorisation')]),
    }),
  ),
  insiders: z.array(words),
  /** Conditions are checked against those the program knows in policy-rules.ts, to name the unknown one. */
  release: z.strictObject({ requires: z.array(z.string()).min(1) }),
  forbidden,
  withheld: z.record(z.string(), sentence),
  /** A version that says nothing of it has an officer decide in every case. */
  rights: z
    .strictObject({ correction: z.strictObject({ officerDecides: z.array(z.enum(OFFICER_REASONS)) }) })
    .default({ correction: { officerDecides: [...OFFICER_REASONS] } }),
  /** The id is part of topic names, user names and an Avro namespace: lower-case letters and digits. */
  carriers: z.record(
    z
      .string()
      .regex(/^[a-z][a-z0-9]*$/, 'must be small letters and digits, a letter first')
      .max(40),
    carrierRule,
  ),
  notifications: z.partialRecord(
    z.enum(NOTIFICATION_KINDS),
    z.strictObject({ channels: z.array(z.enum(NOTIFICATION_CHANNELS)).min(1), sentWhen: sentence }),
  ),
});

/** The policy file once its shape is right. */
export type PolicyDocument = z.output<typeof policySchema>;
export type CarrierDocument = PolicyDocument['carriers'][string];
export type KindDocument = z.output<typeof kindRule>;
export type FieldDocument = z.output<typeof fieldRule>;
