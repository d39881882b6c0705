// The commands for carriers: everything or nothing, whatever fails; nothing taken away too early; no password anywhere but with the operator.
import { describe, expect, test } from '@jest/globals';
import { type CarriersRequest, parseCarriersArguments } from '#shared/carriers/carriers-arguments';
import { runCarriers } from '#shared/carriers/carriers-command';
import { currentPolicy } from '#test/unit/shared/policy/support/changed-policy';
import { createSmallDesk, PROMISE_MS } from './support/small-desk.js';

const NOW = Date.UTC(2026, 5, 1);
const AGREEMENT = '--signed 2026-01-01 --from 2026-02-01 --until 2027-12-31';
const ADD = `add fjordpost ${AGREEMENT}`;

function given() {
  const small = createSmallDesk(currentPolicy());
  const said: string[] = [];
  let nowMs = NOW;
  const deps = {
    desk: small.desk,
    hand: small.hand,
    clock: { nowMs: () => nowMs },
    say: (line: string) => void said.push(line),
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const run = (line: string) => {
    const request = parseCarriersArguments(line.split(' '));
    if (request.kind === 'wrong') throw new Error(request.why);
    return runCarriers(deps, request as CarriersRequest);
  };
  const entry = async () => (await small.desk.known()).register.get('fjordpost');
  return { ...small, run, said, entry, passedMs: () => nowMs - NOW };
}

describe('add', () => {
  test('makes everything, and the entry last', async () => {
    const { run, acts, inventory, entry, said } = given();
    expect(await run(ADD)).toBe(0);
    expect(inventory().split('\n')).toEqual([
      'file of carrier-fjordpost',
      'login carrier-fjordpost',
      'rights carrier-fjordpost on fjordpost',
      'subject fjordpost.shipments',
      'subject fjordpost.statuses',
      'topic fjordpost.shipments',
      'topic fjordpost.statuses',
    ]);
    expect(acts.at(-1)).toBe('enter');
    expect(await entry()).toMatchObject({ state: 'ACTIVE' });
    expect(said.join()).not.toContain('secret');
  });

  test.each(['makeTopics', 'registerSubjects', 'allow', 'makeLogin', 'handOver', 'enter'])(
    'leaves nothing behind when %s fails, and works the next time',
    async (step) => {
      const { run, fail, inventory, entry, said } = given();
      fail(step);
      expect(await run(ADD)).toBe(2);
      expect(inventory()).toBe('');
      expect(await entry()).toBeUndefined();
      expect(said.join('\n')).toMatch(/Could not .*KAFKA_UNAVAILABLE[\s\S]*Everything is as it was before/);
      fail(null);
      expect(await run(ADD)).toBe(0);
    },
  );

  test('takes away nothing that was there before', async () => {
    const { run, fail, inventory, desk } = given();
    await desk.makeTopics('fjordpost');
    fail('enter');
    await run(ADD);
    expect(inventory()).toBe('topic fjordpost.shipments\ntopic fjordpost.statuses');
  });

  test('says what it could not undo', async () => {
    const { run, fail, desk, said } = given();
    desk.deleteTopics = () => Promise.reject(new Error('no'));
    fail('enter');
    expect(await run(ADD)).toBe(2);
    expect(said.at(-1)).toBe('This could not be undone: make the topics. Run it again.');
  });

  test('refuses without touching anything', async () => {
    const { run, acts, said } = given();
    expect(await run(`add nobody ${AGREEMENT}`)).toBe(1);
    expect(await run(`add swiftpost ${AGREEMENT}`)).toBe(1);
    expect(await run('add fjordpost --signed 2026-01-01 --from 2026-02-01 --until 2026-03-01')).toBe(1);
    expect(acts).toEqual([]);
    expect(said).toHaveLength(3);
  });
});

describe('rotate', () => {
  test('adds a login beside the first; the older one ends when told to, with its rights', async () => {
    const { run, inventory } = given();
    await run(ADD);
    expect(await run('rotate fjordpost')).toBe(0);
    expect(inventory()).toContain('login carrier-fjordpost\nlogin carrier-fjordpost.2');
    expect(await run('rotate fjordpost --end-previous')).toBe(0);
    expect(inventory()).not.toMatch(/(?:login|rights) carrier-fjordpost(?:\n| on)/);
    expect(inventory()).toContain('rights carrier-fjordpost.2 on fjordpost');
  });

  test('leaves the first login as it was when a step fails', async () => {
    const { run, fail, inventory, entry } = given();
    await run(ADD);
    const before = inventory();
    fail('enter');
    expect(await run('rotate fjordpost')).toBe(2);
    expect(inventory()).toBe(before);
    expect((await entry())?.logins).toHaveLength(1);
  });
});

describe('remove', () => {
  test('takes everything away, once what was live is taken back and due to be gone', async () => {
    const { run, inventory, live, entry, passedMs, acts } = given();
    await run(ADD);
    live.set('fjordpost', 3);
    expect(await run('remove fjordpost --withdraw-live')).toBe(0);
    expect(passedMs()).toBeGreaterThanOrEqual(PROMISE_MS);
    expect(inventory()).toBe('file of carrier-fjordpost');
    expect(await entry()).toMatchObject({ state: 'REMOVED', logins: [] });
    // Services let go of the topics before they are gone.
    expect(acts.lastIndexOf('enter')).toBeLessThan(acts.indexOf('deleteTopics'));
  });

  test('refuses while records are live, unless told to take them back', async () => {
    const { run, live, entry, said } = given();
    await run(ADD);
    live.set('fjordpost', 3);
    expect(await run('remove fjordpost')).toBe(1);
    expect(said.at(-1)).toContain('3 live records');
    expect(await entry()).toMatchObject({ state: 'ACTIVE' });
  });

  test('in two parts leaves the logins until the second one, which waits for the deadline', async () => {
    const { run, inventory, passedMs, entry } = given();
    await run(ADD);
    expect(await run('remove fjordpost --later')).toBe(0);
    expect(await entry()).toMatchObject({ state: 'REMOVED', logins: [{ user: 'carrier-fjordpost' }] });
    expect(inventory()).toContain('login carrier-fjordpost');
    expect(await run('remove fjordpost --later')).toBe(0);
    expect(inventory()).toContain('login carrier-fjordpost');
    expect(await run('remove fjordpost')).toBe(0);
    expect(passedMs()).toBeGreaterThanOrEqual(PROMISE_MS);
    expect(inventory()).not.toContain('login');
  });

  test('gives up, and takes away nothing, when nobody takes records back', async () => {
    const { run, desk, inventory, said } = given();
    await run(ADD);
    desk.liveRecords = async () => 2;
    expect(await run('remove fjordpost --withdraw-live')).toBe(2);
    expect(said.at(-1)).toContain('is the carriers service running?');
    expect(inventory()).toContain('login carrier-fjordpost');
  });

  test.each(['endLogins', 'disallow', 'enter', 'deleteTopics', 'deleteSubjects'])(
    'cut off at %s is finished by running it again',
    async (step) => {
      const { run, fail, inventory } = given();
      await run(ADD);
      await run('remove fjordpost --later');
      fail(step);
      expect(await run('remove fjordpost')).toBe(2);
      fail(null);
      expect(await run('remove fjordpost')).toBe(0);
      expect(inventory()).toBe('file of carrier-fjordpost');
    },
  );
});

describe('the other commands', () => {
  test('stop, resume, renew and list', async () => {
    const { run, said, entry } = given();
    await run(ADD);
    expect(await run('stop fjordpost')).toBe(0);
    expect(await entry()).toMatchObject({ state: 'STOPPED' });
    expect(await run('resume fjordpost')).toBe(0);
    expect(await run('agreement fjordpost --signed 2026-05-01 --from 2026-05-02 --until 2030-01-01')).toBe(0);
    expect(await run('list')).toBe(0);
    expect(said.at(-1)).toMatch(/^CARRIER +STATE/);
    expect(said.at(-1)).toMatch(/^fjordpost +active +2030-01-01 \(\d+ days\) +plain +carrier-fjordpost$/m);
    expect(said.at(-1)).toMatch(/^swiftpost +active/m);
  });

  test.each([
    ['', 'Say what to do'],
    ['fly fjordpost', 'There is no command fly'],
    ['fly', 'There is no command fly'],
    ['add', 'needs the id'],
    ['add fjordpost', 'needs the days'],
    ['add a b --signed 1 --from 1 --until 1', 'one carrier at a time'],
    [`${ADD} --key-id k`, 'both --key-id and --public-key'],
    ['key fjordpost --key-id k', 'needs --key-id and --public-key'],
    ['list fjordpost', 'takes no carrier'],
    ['list --colour', 'colour'],
  ])('"%s" is refused with what is wrong', (line, why) => {
    expect(parseCarriersArguments(line === '' ? [] : line.split(' '))).toMatchObject({
      kind: 'wrong',
      why: expect.stringContaining(why),
    });
  });
});
