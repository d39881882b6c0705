// What the console is told of rules: what is in force, what is wrong with a draft or new in it, what it would have done, and that it is published.
import { expect, test } from '@jest/globals';
import type { RuleSet as RuleSetRecord } from '#schemas/generated/records';
import { consoleCommand } from '#services/fraud/commands/console-command';
import type { PastOrder } from '#services/fraud/domain/backtest/measure';
import { EntityLists } from '#services/fraud/domain/entity-lists';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { DEFAULT_RULES_TEXT, defaultRules } from '../support/default-rules.js';

const OWN = defaultRules().ruleSet.version;
const NEXT = DEFAULT_RULES_TEXT.replace(/^version: .*$/m, `version: ${OWN + 1}`).replace(
  'reviewFrom: 40',
  'reviewFrom: 30',
);
const order = (at: number): PastOrder => ({
  orderId: `o${at}`,
  orderRef: `r${at}`,
  placedAt: 1_000_000 + at,
  handles: {},
  facts: { account_age_s: 5 },
  amount: '10.50',
  currency: 'EUR',
});

async function ask(question: object, fails?: Error) {
  const told: Record<string, unknown>[] = [];
  const published: RuleSetRecord[] = [];
  await consoleCommand(JSON.stringify(question), {
    clock: { nowMs: () => 77 },
    ownText: DEFAULT_RULES_TEXT,
    openDesk: async () => ({
      versions: async () => [],
      publish: async (next) => {
        if (fails !== undefined) throw fails;
        published.push(next);
      },
      close: async () => undefined,
    }),
    readTopics: async () => ({
      orders: Array.from({ length: 10 }, (_, at) => order(at)),
      labels: new Map([['o9', { truth: 'fraud', knownAt: 2_000_000 }]]),
      lists: new EntityLists(),
      signIns: [],
    }),
    tell: (answer) => void told.push(answer as Record<string, unknown>),
  });
  return { told, published };
}

test('the rules in force come with their texts and versions', async () => {
  const { told } = await ask({ do: 'show' });
  expect(told).toMatchObject([{ kind: 'rules', name: 'default', version: OWN, publishedAt: null, reviewFrom: 40 }]);
  const [{ rules, versions }] = told as [{ rules?: unknown[]; versions?: unknown[] }];
  expect(rules?.length).toBe(defaultRules().ruleSet.rules.length);
  expect(rules?.[0]).toMatchObject({ code: 'ACCOUNT_AGE_60S', state: 'active', weight: 35, tier: 'review' });
  expect(Object.keys(rules?.[0] ?? {})).toEqual(expect.arrayContaining(['when', 'analyst', 'customer']));
  expect(versions).toHaveLength(1);
});

test('a draft is told with its faults, or with what it changes', async () => {
  const broken = NEXT.replace('when: "ip_tor"', 'when: "ip_torr"');
  expect((await ask({ do: 'draft', text: broken })).told).toMatchObject([{ kind: 'refused' }]);
  expect((await ask({ do: 'draft', text: NEXT })).told).toEqual([
    {
      kind: 'draft',
      name: 'default',
      version: OWN + 1,
      newest: OWN,
      runs: true,
      changes: [{ subject: 'reviewFrom', sign: '~', what: '40 → 30 points' }],
    },
  ]);
});

test('a backtest tells its way and, in figures, what would change and how much money moves', async () => {
  const shadow = NEXT.replace('ACCOUNT_AGE_60S:\n    state: active', 'ACCOUNT_AGE_60S:\n    state: shadow');
  const { told } = await ask({ do: 'backtest', text: shadow });
  expect(told.slice(0, 2)).toEqual([
    { kind: 'progress', stage: 'reading', orders: 0 },
    { kind: 'progress', stage: 'judging', orders: 10 },
  ]);
  expect(told[2]).toMatchObject({
    kind: 'figures',
    orders: 10,
    changes: [{ from: 'REVIEW', to: 'RELEASE', orders: 10, fraud: 1, unknown: 9, money: { EUR: '105.00' } }],
  });
  const [now] = (told[2] as { sets: { after: { all: object; rules: { code: string; hits: object }[] } }[] }).sets;
  expect(now?.after.all).toMatchObject({ orders: 3, fraud: 1, money: { EUR: '31.50' } });
  expect(now?.after.rules.find(({ code }) => code === 'ACCOUNT_AGE_60S')).toMatchObject({
    hits: { orders: 3 },
    precision: 1,
  });
});

test('what is sound and newer is published under the role; what is not newer says so, and other troubles are not swallowed', async () => {
  const { told, published } = await ask({ do: 'publish', text: NEXT, by: 'analyst' });
  expect(told).toEqual([{ kind: 'published', name: 'default', version: OWN + 1 }]);
  expect(published).toMatchObject([{ version: OWN + 1, text: NEXT, publishedAt: 77, publishedBy: 'analyst' }]);
  const notNewer = new FulfilmentError('RULE_SET_NOT_NEWER', {});
  expect((await ask({ do: 'publish', text: NEXT, by: 'analyst' }, notNewer)).told).toMatchObject([{ kind: 'refused' }]);
  await expect(ask({ do: 'publish', text: NEXT, by: 'analyst' }, new Error('away'))).rejects.toThrow('away');
  await expect(ask({ do: 'publish', text: NEXT, by: 'Anna B' })).rejects.toThrow();
});
