// Rules of fraud control at the desk: what is in force and how it fares, a draft, what it would have done, and its publishing, on record.
import { createHash } from 'node:crypto';
import type { Clock } from '#shared/domain/clock';
import type { BacktestProgress, RulesAnswer } from '../api/routes/rules-schemas.js';
import type { CaseStore, RuleHits } from '../store/case-store.js';
import type { ViewLog } from '../store/view-log.js';

export type RulesQuestion =
  | { readonly do: 'show' }
  | { readonly do: 'draft' | 'backtest'; readonly text: string }
  | { readonly do: 'publish'; readonly text: string; readonly by: string };

/** Asks fraud control; never rejects. */
export type AskRules = (
  question: RulesQuestion,
  onProgress?: (progress: BacktestProgress) => void,
) => Promise<RulesAnswer | { readonly kind: 'failed' }>;

type Of<Kind extends RulesAnswer['kind']> = Extract<RulesAnswer, { readonly kind: Kind }>;
export type Failed = { readonly kind: 'failed' };

export interface RulesDeskDeps {
  readonly ask: AskRules;
  readonly hits: Pick<CaseStore, 'ruleHits'>;
  readonly views: Pick<ViewLog, 'note'>;
  readonly clock: Clock;
  readonly nextId: () => string;
}

export interface RunningBacktest {
  readonly backtestId: string;
  readonly begunAtMs: number;
  readonly progress: BacktestProgress | null;
  /** null: it runs. */
  readonly end: Of<'figures'> | Of<'refused'> | Failed | null;
}

export interface RulesDesk {
  inForce(): Promise<(Of<'rules'> & { readonly hits: readonly RuleHits[] }) | Failed>;
  draft(text: string): Promise<(Of<'draft'> & { readonly digest: string }) | Of<'refused'> | Failed>;
  /** @returns null while another one runs */
  begin(text: string): RunningBacktest | null;
  backtest(backtestId: string): RunningBacktest | null;
  /** @param confirmed the digest of the draft that was looked at */
  publish(
    text: string,
    confirmed: string,
    by: string,
  ): Promise<Of<'published'> | Of<'refused'> | Failed | { readonly kind: 'changed' }>;
}

const ROLE = 'analyst';
/** What is in force is asked for anew after so long; what is published here counts at once. */
const KEEP_MS = 10_000;

export function createRulesDesk(deps: RulesDeskDeps): RulesDesk {
  const { ask, clock } = deps;
  let shown: { readonly answer: Promise<RulesAnswer | Failed>; readonly untilMs: number } | null = null;
  let running: RunningBacktest | null = null;

  function show(): Promise<RulesAnswer | Failed> {
    if (shown === null || clock.nowMs() >= shown.untilMs) {
      const answer = ask({ do: 'show' });
      shown = { answer, untilMs: clock.nowMs() + KEEP_MS };
      void answer.then(({ kind }) => {
        if (kind === 'failed') shown = null;
      });
    }
    return shown.answer;
  }

  async function draft(text: string): ReturnType<RulesDesk['draft']> {
    if (!looksLikeRules(text)) return NO_RULES;
    const answer = await ask({ do: 'draft', text });
    if (answer.kind !== 'draft') return refusedOr(answer);
    if (answer.version <= answer.newest) {
      const problem = `version: ${answer.version} is not newer; give it a number above ${answer.newest}`;
      return { kind: 'refused', problems: [problem] };
    }
    const digest = createHash('sha256')
      .update(JSON.stringify([answer.name, answer.newest, text]))
      .digest('hex');
    return { ...answer, digest };
  }

  return {
    inForce: async () => {
      const answer = await show();
      return answer.kind === 'rules' ? { ...answer, hits: await deps.hits.ruleHits() } : { kind: 'failed' };
    },
    draft,
    begin: (text) => {
      if (running !== null && running.end === null) return null;
      const begun: RunningBacktest = {
        backtestId: deps.nextId(),
        begunAtMs: clock.nowMs(),
        progress: null,
        end: null,
      };
      running = looksLikeRules(text) ? begun : { ...begun, end: NO_RULES };
      if (running.end !== null) return running;
      const change = (changes: Partial<RunningBacktest>): void => {
        if (running?.backtestId === begun.backtestId) running = { ...running, ...changes };
      };
      void ask({ do: 'backtest', text }, (progress) => change({ progress })).then((answer) => {
        change({ end: answer.kind === 'figures' ? answer : refusedOr(answer) });
      });
      return begun;
    },
    backtest: (backtestId) => (running?.backtestId === backtestId ? running : null),
    publish: async (text, confirmed, by) => {
      const looked = await draft(text);
      if (looked.kind !== 'draft') return looked;
      if (looked.digest !== confirmed) return { kind: 'changed' };
      // The topic names the role; who it was is in the record of views.
      await deps.views.note({
        viewId: deps.nextId(),
        by,
        role: ROLE,
        subjectRef: `rules-${looked.name}-${looked.version}`,
        categories: [],
        purpose: 'fraud-control',
        reason: 'PUBLISHED_RULES',
        outcome: 'done',
        atMs: clock.nowMs(),
      });
      const answer = await ask({ do: 'publish', text, by: ROLE });
      shown = null;
      return answer.kind === 'published' ? answer : refusedOr(answer);
    },
  };
}

/** What is no rule file at all costs no process. */
function looksLikeRules(text: string): boolean {
  return [/^name:/m, /^version:/m, /^rules:/m].every((part) => part.test(text));
}

const NO_RULES: Of<'refused'> = {
  kind: 'refused',
  problems: ['is no rule file: name, version and rules each begin a line of it'],
};

function refusedOr(answer: RulesAnswer | Failed): Of<'refused'> | Failed {
  return answer.kind === 'refused' ? answer : { kind: 'failed' };
}
