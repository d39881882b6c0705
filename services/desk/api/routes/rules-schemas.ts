// Rules of fraud control as the console gets them: checked when fraud control's program answers, and documented by the same schemas.
import { z } from 'zod';

const Version = z.object({
  name: z.string(),
  version: z.number().int(),
  publishedAt: z.number().int().nullable().describe('ms since 1970-01-01T00:00Z; null: it came with the program.'),
  publishedBy: z.string().describe('A role, never a name.'),
});

export const RulesInForce = Version.extend({
  kind: z.literal('rules'),
  text: z.string().describe('The file, YAML: where a draft begins.'),
  reviewFrom: z.number(),
  blockFrom: z.number(),
  rules: z.array(
    z.object({
      code: z.string(),
      state: z.enum(['active', 'shadow', 'off']),
      tier: z.enum(['block', 'review', 'note']),
      weight: z.number(),
      when: z.string().describe('CEL.'),
      analyst: z.string(),
      customer: z.string(),
    }),
  ),
  versions: z.array(Version),
});

const RulesRefused = z.object({ kind: z.literal('refused'), problems: z.array(z.string()) });

export const RulesDraft = z.object({
  kind: z.literal('draft'),
  name: z.string(),
  version: z.number().int(),
  newest: z.number().int().describe('The newest version of this name there is.'),
  runs: z.boolean().describe('Whether the set of this name is the one in force.'),
  changes: z.array(z.object({ subject: z.string(), sign: z.enum(['+', '-', '~']), what: z.string() })),
});

const Tally = z.object({
  orders: z.number().int(),
  fraud: z.number().int(),
  good: z.number().int(),
  unknown: z.number().int(),
  money: z.record(z.string(), z.string()).describe('By currency.'),
});
const Share = z.number().nullable();
const Part = z.object({
  from: z.number().nullable(),
  to: z.number().nullable(),
  all: Tally,
  verdicts: z.array(Tally.extend({ verdict: z.string(), precision: Share, recall: Share })),
  scores: z.array(Tally).describe('In steps of ten points; 100 stands alone.'),
  rules: z.array(
    z.object({
      code: z.string(),
      state: z.string(),
      tier: z.string(),
      weight: z.number(),
      hits: Tally,
      alone: z.number().int().describe('Orders on which no other rule fired that counts.'),
      precision: Share,
    }),
  ),
});

export const BacktestFigures = z.object({
  kind: z.literal('figures'),
  orders: z.number().int(),
  tookMs: z.number(),
  splitAt: z.number().describe('Before it only what was known by then counts.'),
  sets: z
    .array(
      z.object({
        name: z.string(),
        version: z.number().int(),
        reviewFrom: z.number(),
        blockFrom: z.number(),
        before: Part,
        after: Part,
      }),
    )
    .describe('The rules in force, and the draft.'),
  changes: z
    .array(Tally.extend({ from: z.string(), to: z.string() }))
    .describe('Orders that would get another verdict.'),
});

export const BacktestProgress = z.object({
  kind: z.literal('progress'),
  stage: z.enum(['reading', 'judging']),
  orders: z.number().int(),
});

export const RulesPublished = z.object({
  kind: z.literal('published'),
  name: z.string(),
  version: z.number().int(),
});

/** Every line that the program may answer with. */
export const RulesAnswer = z.discriminatedUnion('kind', [
  RulesInForce,
  RulesRefused,
  RulesDraft,
  BacktestFigures,
  BacktestProgress,
  RulesPublished,
]);
export type RulesAnswer = z.infer<typeof RulesAnswer>;
export type BacktestProgress = z.infer<typeof BacktestProgress>;
