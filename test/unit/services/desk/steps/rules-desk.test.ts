// Rules at the desk: nothing is published but the draft that was looked at, on record first; one backtest at a time; what is in force is asked for seldom.
import { beforeEach, expect, test } from '@jest/globals';
import type { RulesAnswer } from '#services/desk/api/routes/rules-schemas';
import { createRulesDesk, type RulesDesk, type RulesQuestion } from '#services/desk/steps/rules-desk';
import { createMemoryViewLog } from '../support/memory-desk.js';

const DRAFT = { kind: 'draft', name: 'default', version: 3, newest: 2, runs: true, changes: [] } as const;
const FIGURES = { kind: 'figures', orders: 1, tookMs: 1, splitAt: 0, sets: [], changes: [] } as const;

const TEXT = 'name: default\nversion: 3\nrules: {}\n';

let nowMs: number;
let asked: string[];
let answers: Partial<Record<RulesQuestion['do'], Promise<RulesAnswer | { readonly kind: 'failed' }>>>;
let onRecord: number;
let views: ReturnType<typeof createMemoryViewLog>;
let rules: RulesDesk;

beforeEach(() => {
  nowMs = 0;
  asked = [];
  answers = { draft: Promise.resolve({ ...DRAFT, changes: [] }) };
  views = createMemoryViewLog();
  let next = 0;
  rules = createRulesDesk({
    ask: async (question, onProgress) => {
      asked.push(question.do);
      if (question.do === 'backtest') onProgress?.({ kind: 'progress', stage: 'judging', orders: 9 });
      if (question.do === 'publish') onRecord = views.views.length;
      return (await answers[question.do]) ?? { kind: 'failed' };
    },
    hits: { ruleHits: async () => [{ code: 'A', flagged: 3, refused: 2, released: 1 }] },
    views,
    clock: { nowMs: () => nowMs },
    nextId: () => `id-${++next}`,
  });
});

test('the draft that was looked at is published, on record before; another one, or one that came meanwhile, is not', async () => {
  answers.publish = Promise.resolve({ kind: 'published', name: 'default', version: 3 });
  const looked = await rules.draft(TEXT);
  if (looked.kind !== 'draft') throw new Error(looked.kind);
  expect(await rules.publish(`${TEXT}# another`, looked.digest, 'anna')).toEqual({ kind: 'changed' });
  answers.draft = Promise.resolve({ ...DRAFT, version: 4, newest: 3, changes: [] });
  expect(await rules.publish(TEXT, looked.digest, 'anna')).toEqual({ kind: 'changed' });
  expect(views.views).toEqual([]);
  answers.draft = Promise.resolve({ ...DRAFT, changes: [] });
  expect(await rules.publish(TEXT, looked.digest, 'anna')).toMatchObject({ kind: 'published', version: 3 });
  expect(views.views).toMatchObject([
    { by: 'anna', role: 'analyst', subjectRef: 'rules-default-3', reason: 'PUBLISHED_RULES', outcome: 'done' },
  ]);
  expect(asked.filter((each) => each === 'publish')).toHaveLength(1);
  expect(onRecord).toBe(1);
});

test('a draft with a fault, or no newer one, says so, and is not published', async () => {
  answers.draft = Promise.resolve({ kind: 'refused', problems: ['rules.A.when: no'] });
  expect(await rules.publish(TEXT, 'x', 'anna')).toEqual({ kind: 'refused', problems: ['rules.A.when: no'] });
  answers.draft = Promise.resolve({ ...DRAFT, version: 2, changes: [] });
  expect(await rules.draft(TEXT)).toMatchObject({
    kind: 'refused',
    problems: [/not newer.*above 2/].map(expect.stringMatching),
  });
  expect(views.views).toEqual([]);
});

test('one backtest runs at a time, tells how far it is, and ends with its figures, its faults, or in failure', async () => {
  let end = (_answer: RulesAnswer): void => undefined;
  answers.backtest = new Promise((resolve) => (end = resolve));
  const begun = rules.begin(TEXT);
  expect(begun).toMatchObject({ backtestId: 'id-1', end: null });
  expect(rules.begin(TEXT)).toBeNull();
  expect(rules.backtest('id-1')).toMatchObject({ progress: { stage: 'judging', orders: 9 }, end: null });
  expect(rules.backtest('id-2')).toBeNull();
  end({ ...FIGURES, sets: [], changes: [] });
  await new Promise(setImmediate);
  expect(rules.backtest('id-1')).toMatchObject({ end: { kind: 'figures', orders: 1 } });
  answers.backtest = Promise.resolve({ kind: 'failed' });
  const second = rules.begin(TEXT);
  await new Promise(setImmediate);
  expect(rules.backtest(second?.backtestId ?? '')).toMatchObject({ end: { kind: 'failed' } });
  expect(rules.backtest('id-1')).toBeNull();
});

test('what is in force is asked for once in ten seconds, a failure not remembered, and comes with what analysts made of it', async () => {
  expect(await rules.inForce()).toEqual({ kind: 'failed' });
  const shown = { kind: 'rules', name: 'default', version: 2, publishedAt: null, publishedBy: 'program' } as const;
  answers.show = Promise.resolve({ ...shown, text: 't', reviewFrom: 1, blockFrom: 2, rules: [], versions: [] });
  for (let look = 0; look < 3; look++)
    expect(await rules.inForce()).toMatchObject({ version: 2, hits: [{ code: 'A' }] });
  expect(asked).toHaveLength(2);
  nowMs = 10_000;
  await rules.inForce();
  expect(asked).toHaveLength(3);
});

test('what is no rule file at all is refused without asking anybody', async () => {
  for (const text of ['text', 'name: default', 'version: 3\nrules: {}'])
    expect(await rules.draft(text)).toMatchObject({ kind: 'refused' });
  expect(rules.begin('text')).toMatchObject({ end: { kind: 'refused' } });
  expect(asked).toEqual([]);
  answers.backtest = Promise.resolve({ ...FIGURES, sets: [], changes: [] });
  expect(rules.begin(TEXT)).toMatchObject({ end: null });
});
