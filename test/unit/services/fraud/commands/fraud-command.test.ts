// `npm run fraud` as analysts use it, on a desk that remembers what was sent.
import { describe, expect, test } from '@jest/globals';
import type { Assessment, Claim, Decision, ListEntry, Outcome } from '#schemas/generated/records';
import type { AnalystDesk } from '#services/fraud/commands/analyst-desk';
import { afterClaim } from '#shared/domain/analysts/claims';
import { fraudCommand } from '#services/fraud/commands/fraud-command';

const T = Date.UTC(2026, 0, 10);
const HOUR_MS = 3_600_000;

function assessment(n: number, changes: Partial<Assessment> = {}): Assessment {
  return {
    orderRef: `ref-${n}`,
    revision: n,
    placedAt: T + n * HOUR_MS,
    amount: '10.00',
    currency: 'EUR',
    score: 50,
    verdict: 'REVIEW',
    reasons: [
      {
        code: 'DEVICE_SEEN',
        weight: 50,
        tier: 'review',
        state: 'ACTIVE',
        evidence: [{ name: 'device_others_ever', value: '2' }],
      },
      { code: 'TRIED', weight: 5, tier: 'note', state: 'SHADOW', evidence: [] },
    ],
    features: [{ name: 'device_others_ever', value: '2' }],
    handles: [
      { kind: 'device', hash: 'device-hash-1' },
      { kind: 'ip', hash: `ip-hash-${n}` },
    ],
    ruleSet: 'default',
    ruleSetVersion: 3,
    lists: [{ name: 'tor', version: '2024-02-27 abcd stale' }],
    policyVersion: 1,
    assessedAt: T,
    ...changes,
  };
}

function given(all: readonly Assessment[], decided: readonly Decision[] = []) {
  const decisions = new Map(decided.map((each) => [each.orderRef, each]));
  const told: Outcome[] = [];
  const entries = new Map<string, ListEntry>();
  const claims = new Map<string, Claim>();
  let made = 0;
  const desk: AnalystDesk = {
    assessments: () => Promise.resolve(new Map(all.map((each) => [each.orderRef, each]))),
    decisions: () => Promise.resolve(decisions),
    outcomes: () =>
      Promise.resolve(
        new Map(
          told.map(({ orderId, truth, knownAt }) => [
            `ref-${orderId}`,
            { truth: truth === 'CHARGEBACK' ? ('fraud' as const) : ('good' as const), knownAt },
          ]),
        ),
      ),
    claims: () => Promise.resolve(claims),
    claim: (claim) =>
      Promise.resolve(void claims.set(claim.orderRef, afterClaim(claims.get(claim.orderRef) ?? null, claim))),
    entries: () => Promise.resolve(entries),
    list: (entry) => Promise.resolve(void entries.set(entry.entryId, entry)),
    ruleCodes: () => Promise.resolve(['DEVICE_SEEN']),
    keepMs: () => 180 * 24 * HOUR_MS,
    refOf: (orderId) => `ref-${orderId}`,
    decide: (decision) => Promise.resolve(void decisions.set(decision.orderRef, decision)),
    tell: (outcome) => Promise.resolve(void told.push(outcome)),
  };
  const run = async (...args: string[]) => {
    let [out, err] = ['', ''];
    const code = await fraudCommand(args, {
      columns: 160,
      clock: { nowMs: () => T + 100 * HOUR_MS },
      newId: () => `${String(++made).padStart(8, '0')}-0000-4000-8000-000000000000`,
      openDesk: () => Promise.resolve(desk),
      out: (text) => void (out += text),
      err: (text) => void (err += text),
    });
    return { code, out, err };
  };
  return { run, decisions, told, entries, claims };
}

/** Refs in the order in which they stand in a table. */
const refsIn = (out: string): string[] => out.match(/ref-\d+/g) ?? [];

describe('npm run fraud', () => {
  test('queues what nobody decided by risk times amount, each currency for itself', async () => {
    const { run } = given(
      [
        assessment(1, { amount: '100.00', score: 40 }),
        assessment(2, { amount: '70.00', score: 60 }),
        assessment(3, { amount: '90000.00', currency: 'JPY' }),
        assessment(4, { verdict: 'RELEASE' }),
        assessment(5, { verdict: 'BLOCK', score: 100, amount: '1.00' }),
        assessment(6),
      ],
      [{ orderRef: 'ref-6', ruling: 'RELEASE', note: 'n', decidedBy: 'analyst', decidedAt: T, revision: 6 }],
    );
    expect(refsIn((await run('queue')).out)).toEqual(['ref-2', 'ref-1', 'ref-5', 'ref-3']);
    expect(refsIn((await run('queue', '--currency', 'JPY')).out)).toEqual(['ref-3']);
    expect((await run('queue', '--last', '1')).out).toContain('3 more');
    expect((await run('queue')).out).not.toContain('TRIED');
  });

  test('shows one order with its evidence, rules and lists, by number or ref', async () => {
    const { run } = given([assessment(1)]);
    for (const name of ['1', 'ref-1']) {
      const { code, out } = await run('show', name);
      expect(code).toBe(0);
      expect(out).toContain('device_others_ever = 2');
      expect(out).toContain('Rules default 3');
      expect(out).toContain('tor 2024-02-27 abcd stale');
      expect(out).toContain('(TRIED)');
    }
    expect((await run('show', '9')).code).toBe(1);
  });

  test('links orders that share a hashed handle, and no others', async () => {
    const { run } = given([
      assessment(1),
      assessment(2),
      assessment(3, { handles: [{ kind: 'device', hash: 'other' }] }),
    ]);
    expect(refsIn((await run('links', '1')).out)).toEqual(['ref-2']);
    expect((await run('links', '3')).out).toContain('No other order');
  });

  test('decides with note, role and the revision looked at; a second decision is newer than the first', async () => {
    const { run, decisions } = given([assessment(7)]);
    expect((await run('decide', '7', 'refuse', '--note', 'DEVICE_SEEN x2', '--by', 'fraud-lead')).code).toBe(0);
    const first = decisions.get('ref-7');
    expect(first).toMatchObject({ ruling: 'REFUSE', note: 'DEVICE_SEEN x2', decidedBy: 'fraud-lead', revision: 7 });
    const { out } = await run('decide', '7', 'release', '--note', 'called back');
    expect(out).toContain('Before: REFUSE by fraud-lead');
    expect(decisions.get('ref-7')?.ruling).toBe('RELEASE');
    expect(decisions.get('ref-7')?.decidedAt).toBeGreaterThan(first?.decidedAt ?? Number.NaN);
  });

  test.each([
    ['a mail address', 'ask ann@mail.example'],
    ['a telephone number', 'call +49 30 1234 5678'],
    ['nothing', ' '],
  ])('refuses a note with %s, and decides nothing', async (_, note) => {
    const { run, decisions } = given([assessment(7)]);
    expect((await run('decide', '7', 'refuse', '--note', note)).code).toBe(64);
    expect(decisions.size).toBe(0);
  });

  test('measures rules by outcomes that became known after the order, and by nothing else', async () => {
    const { run, told } = given([assessment(1), assessment(2), assessment(3), assessment(4)]);
    await run('outcome', '1', 'chargeback');
    await run('outcome', '2', 'good');
    await run('outcome', '3', 'chargeback', '--known', new Date(T + 3 * HOUR_MS).toISOString());
    expect(told.map(({ truth }) => truth)).toEqual(['CHARGEBACK', 'CONFIRMED_GOOD', 'CHARGEBACK']);
    expect((await run('precision')).out).toMatch(/DEVICE_SEEN │ 4 +│ 1 +│ 1 +│ 2 +│ 50 %/);
    expect((await run('outcome', '4', 'good', '--known', '2030-01-01T00:00:00Z')).code).toBe(1);
  });

  test('takes no outcome of an order that was never assessed: a mistyped number would count for nothing, unnoticed', async () => {
    const { run, told } = given([assessment(1)]);
    expect(await run('outcome', '11', 'chargeback')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no assessment of this order'),
    });
    expect(told).toEqual([]);
  });

  test('lets one analyst at a time have an order, shows who, and frees it by itself or when it is given back', async () => {
    const { run, claims } = given([assessment(7)]);
    expect(await run('claim', '7', '--by', 'analyst-a')).toMatchObject({ code: 0 });
    expect((await run('queue')).out).toContain('analyst-a');
    expect(await run('claim', 'ref-7', '--by', 'analyst-b')).toMatchObject({
      code: 1,
      err: 'analyst-a looks at it already, until 2026-01-14 04:30 UTC.\n',
    });
    const decided = await run('decide', '7', 'refuse', '--note', 'n', '--by', 'analyst-b');
    expect(decided).toMatchObject({ code: 0, out: expect.stringContaining('analyst-a has claimed it') });
    expect((await run('unclaim', '7', '--by', 'analyst-b')).code).toBe(1);
    expect((await run('unclaim', '7', '--by', 'analyst-a')).code).toBe(0);
    expect(await run('claim', '7', '--by', 'analyst-b', '--for', '2h')).toMatchObject({ code: 0 });
    expect(claims.get('ref-7')).toMatchObject({ claimedBy: 'analyst-b', until: T + 102 * HOUR_MS });
    expect((await run('claim', '7', '--by', 'analyst-b', '--for', '2d')).code).toBe(1);
  });

  test('gives an order that two claim at once to the one whose claim lies first', () => {
    const claim = (claimedBy: string, claimedAt: number): Claim => {
      return { orderRef: 'ref-7', claimedBy, claimedAt, until: claimedAt + 10 };
    };
    const [a, b, later] = [claim('analyst-a', 5), claim('analyst-b', 4), claim('analyst-b', 15)];
    expect([a, b].reduce<Claim | null>(afterClaim, null)).toBe(a);
    expect([b, a].reduce<Claim | null>(afterClaim, null)).toBe(b);
    expect([a, b, later].reduce<Claim | null>(afterClaim, null)).toBe(later);
  });

  test('lists a device of an order at hand, tells what holds and by whom, and takes it back from now on', async () => {
    const { run, entries } = given([assessment(7)]);
    const nowMs = T + 100 * HOUR_MS;
    const snooze = ['snooze', 'device@7', 'DEVICE_SEEN', '--for', '7d', '--note', 'family of 5', '--by', 'fraud-lead'];
    expect(await run(...snooze)).toMatchObject({ code: 0 });
    const [[entryId, entry]] = [...entries] as [[string, ListEntry]];
    const device = { kind: 'device', hash: 'device-hash-1', rule: 'DEVICE_SEEN' };
    expect(entry).toMatchObject({
      ...device,
      list: 'snooze',
      from: nowMs,
      until: nowMs + 168 * HOUR_MS,
      author: 'fraud-lead',
    });
    await run('block', 'ip:ip-hash-9', '--for', '12h', '--note', 'r2', '--from', new Date(T).toISOString()).then(
      ({ code, err }) => expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('over already') }),
    );
    expect((await run('lists')).out).toMatch(/^00000001 │ snooze DEVICE_SEEN │ device:device-hash-1 /m);
    expect((await run('unlist', entryId)).code).toBe(0);
    expect(entries.get(entryId)).toMatchObject({ from: nowMs, until: nowMs, author: 'analyst' });
    expect((await run('lists')).out).toBe('Nothing is listed any more; 1 ended: --all\n');
    expect((await run('lists', '--all')).out).toContain('(over)');
    expect((await run('unlist', entryId)).code).toBe(1);
    await run('block', 'device@7', '--for', '7d', '--note', 'r2', '--from', new Date(T).toISOString());
    const block = [...entries.keys()].find((id) => id !== entryId) ?? '';
    expect((await run('unlist', block, '--all')).code).toBe(0);
    expect(entries.get(block)).toMatchObject({ list: 'block', from: T, until: T });
    expect((await run('unlist', block, '--all')).code).toBe(1);
  });

  test.each([
    ['a rule that is none', ['snooze', 'device@7', 'NO_RULE', '--for', '7d', '--note', 'n'], 1],
    ['an order nobody assessed', ['block', 'device@8', '--for', '7d', '--note', 'n'], 1],
    ['what the order does not have', ['block', 'phone@7', '--for', '7d', '--note', 'n'], 1],
    ['what is nothing', ['allow', 'shoe@7', '--for', '7d', '--note', 'n'], 1],
    ['longer than the policy allows', ['allow', 'device@7', '--for', '181d', '--note', 'n'], 1],
    ['for ever', ['allow', 'device@7', '--note', 'n'], 64],
    ['without a reason', ['allow', 'device@7', '--for', '7d'], 64],
    ['by a person', ['allow', 'device@7', '--for', '7d', '--note', 'n', '--by', 'Ann'], 64],
  ])('lists nothing: %s', async (_, args, expected) => {
    const { run, entries } = given([assessment(7)]);
    expect((await run(...args)).code).toBe(expected);
    expect(entries.size).toBe(0);
  });

  test.each([
    [[], 'Say what to do'],
    [['dance'], 'There is no command dance'],
    [['decide', '7', 'perhaps', '--note', 'n'], 'release or refuse'],
    [['outcome', '7', 'perhaps'], 'chargeback or good'],
    [['queue', '--last', '0'], '--last takes a number'],
    [['show'], 'show takes one operand'],
  ])('explains itself when asked wrongly: %j', async (args: string[], why) => {
    const { code, err } = await given([]).run(...args);
    expect(code).toBe(64);
    expect(err).toContain(why);
    expect(err).toContain('Usage: npm run fraud');
  });
});
