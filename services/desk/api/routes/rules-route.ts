// Rules of fraud control for analysts: those in force and how they fare, a draft, a backtest of it, and its publishing; the auditor reads along.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RulesDesk, RunningBacktest } from '#services/desk/steps/rules-desk';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { BacktestFigures, BacktestProgress, RulesDraft, RulesInForce, RulesPublished } from './rules-schemas.js';

const BODY_BYTES = 524_288;
const LONGEST = 200_000;
const Text = z.string().min(1).max(LONGEST).describe('The rule file, YAML.');
const DraftForm = z.strictObject({ text: Text });
const PublishForm = DraftForm.extend({
  confirms: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('`digest` of the draft that was looked at.'),
});

const Hits = z.object({
  code: z.string(),
  flagged: z.number().int().describe('Flagged orders on which the rule counted.'),
  refused: z.number().int().describe('Of these, refused by an analyst.'),
  released: z.number().int().describe('Of these, released by an analyst.'),
});
const RulesView = RulesInForce.omit({ kind: true })
  .extend({ hits: z.array(Hits) })
  .meta({ id: 'RulesInForce' });
const DraftView = z
  .object({
    problems: z.array(z.string()).describe('Why it can’t be published; empty: it can.'),
    draft: RulesDraft.omit({ kind: true }).extend({ digest: z.string() }).nullable(),
  })
  .meta({ id: 'RulesDraft' });
const BacktestView = z
  .object({
    backtestId: z.string(),
    begunAt: z.iso.datetime(),
    state: z.enum(['running', 'done', 'refused', 'failed']),
    progress: BacktestProgress.omit({ kind: true }).nullable(),
    problems: z.array(z.string()),
    figures: BacktestFigures.omit({ kind: true }).nullable(),
  })
  .meta({ id: 'Backtest' });
const Published = RulesPublished.omit({ kind: true }).meta({ id: 'PublishedRules' });
const BacktestId = z.object({ backtestId: z.string().regex(/^[A-Za-z0-9-]{1,64}$/) });

export const rulesRoute =
  (rules: RulesDesk) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['fraud'], security: [{ token: [] }] };
    const readers = { config: { access: ['analyst', 'auditor'] as const } };
    const analysts = { config: { access: ['analyst'] as const }, bodyLimit: BODY_BYTES };
    typed.get(
      '/v1/fraud/rules',
      {
        ...readers,
        schema: {
          ...schema,
          summary: 'The rules in force, every version, and what analysts made of what each rule flagged',
          response: { 200: RulesView, ...refusals({ open: 'by-role', own: ['RULES_UNAVAILABLE'] }) },
        },
      },
      async (_request, reply) => {
        const answer = await rules.inForce();
        if (answer.kind === 'failed') return sendProblem(reply, 'RULES_UNAVAILABLE');
        const { kind: _kind, hits, ...shown } = answer;
        return { ...shown, hits: [...hits] };
      },
    );
    typed.post(
      '/v1/fraud/rules/drafts',
      {
        ...analysts,
        schema: {
          ...schema,
          summary: 'What is wrong with a rule file, or what it changes in plain words; nothing is published',
          body: DraftForm,
          response: { 200: DraftView, ...refusals({ open: 'by-role', body: true, own: ['RULES_UNAVAILABLE'] }) },
        },
      },
      async ({ body: { text } }, reply) => {
        const answer = await rules.draft(text);
        if (answer.kind === 'failed') return sendProblem(reply, 'RULES_UNAVAILABLE');
        if (answer.kind === 'refused') return { problems: answer.problems, draft: null };
        const { kind: _kind, ...draft } = answer;
        return { problems: [], draft };
      },
    );
    typed.post(
      '/v1/fraud/rules/backtests',
      {
        ...analysts,
        schema: {
          ...schema,
          summary: 'Judges the orders that fraud control still knows by a rule file, beside the rules in force',
          body: DraftForm,
          response: { 202: BacktestView, ...refusals({ open: 'by-role', body: true, own: ['BACKTEST_RUNS'] }) },
        },
      },
      async ({ body: { text } }, reply) => {
        const begun = rules.begin(text);
        if (begun === null) return sendProblem(reply, 'BACKTEST_RUNS');
        return reply.code(202).send(shown(begun));
      },
    );
    typed.get(
      '/v1/fraud/rules/backtests/:backtestId',
      {
        ...readers,
        schema: {
          ...schema,
          summary: 'How far a backtest is, and what it found; the newest one is kept until the next',
          params: BacktestId,
          response: { 200: BacktestView, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async ({ params: { backtestId } }, reply) => {
        const found = rules.backtest(backtestId);
        return found === null ? sendProblem(reply, 'NOT_FOUND') : shown(found);
      },
    );
    typed.post(
      '/v1/fraud/rules/versions',
      {
        ...analysts,
        schema: {
          ...schema,
          summary: 'Publishes the draft that was looked at; orders from then on are judged by it. On record',
          body: PublishForm,
          response: {
            201: Published,
            ...refusals({
              open: 'by-role',
              body: true,
              own: ['RULES_UNAVAILABLE', 'RULES_REFUSED', 'DRAFT_CHANGED'],
            }),
          },
        },
      },
      async ({ body: { text, confirms }, principal }, reply) => {
        const answer = await rules.publish(text, confirms, principal?.subject ?? '');
        if (answer.kind === 'failed') return sendProblem(reply, 'RULES_UNAVAILABLE');
        if (answer.kind === 'refused') return sendProblem(reply, 'RULES_REFUSED');
        if (answer.kind === 'changed') return sendProblem(reply, 'DRAFT_CHANGED');
        return reply.code(201).send({ name: answer.name, version: answer.version });
      },
    );
  };

function shown({ backtestId, begunAtMs, progress, end }: RunningBacktest): z.infer<typeof BacktestView> {
  const state = end === null ? 'running' : end.kind === 'figures' ? 'done' : end.kind;
  return {
    backtestId,
    begunAt: new Date(begunAtMs).toISOString(),
    state,
    progress: progress === null ? null : { stage: progress.stage, orders: progress.orders },
    problems: end?.kind === 'refused' ? end.problems : [],
    figures: end?.kind === 'figures' ? withoutKind(end) : null,
  };
}

function withoutKind({ kind: _kind, ...figures }: z.infer<typeof BacktestFigures>) {
  return figures;
}
