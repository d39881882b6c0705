// What a store has to do with what it reads: each case sends records and says what must be found afterwards. Pure of Kafka and of databases.

/** Revision 1, 2, … of a key, or its tombstone. */
export interface MarkedRecord {
  readonly key: string;
  readonly revision: number | null;
}

export interface CaseContext {
  /** A key of this run that nobody used yet. */
  key(): string;
  /** Sends in this order, into one partition. */
  send(...records: MarkedRecord[]): Promise<void>;
  /** Sends one more record and waits until the store has it: whatever was sent before was then worked off. */
  workedOff(): Promise<boolean>;
  /** Waits until the store holds this revision; null: nothing of the key. */
  holds(key: string, revision: number | null): Promise<boolean>;
  /** Stops and starts the store, if the owner said how. */
  readonly restart: (() => Promise<void>) | null;
}

export type Outcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string }
  | { readonly ok: null; readonly why: string };

export interface Case {
  readonly name: string;
  readonly run: (context: CaseContext) => Promise<Outcome>;
}

export const put = (key: string, revision = 1): MarkedRecord => ({ key, revision });
export const tombstone = (key: string): MarkedRecord => ({ key, revision: null });

const OK: Outcome = { ok: true };
const STOPPED = 'after it nothing arrives any more: the store stopped at the tombstone';
const KEPT = 'the value is still there: the store ignores deletes';
const MANY = 50;
const HEARTBEAT = '~hb';

const fail = (why: string): Outcome => ({ ok: false, why });

/** What must hold once everything before was worked off. */
async function ends(
  context: CaseContext,
  expected: readonly (readonly [key: string, revision: number | null])[],
): Promise<Outcome> {
  if (!(await context.workedOff())) return fail(STOPPED);
  for (const [key, revision] of expected) {
    if (await context.holds(key, revision)) continue;
    return fail(revision === null ? KEPT : `revision ${revision} is not there`);
  }
  return OK;
}

export const APPEARS: Case = {
  name: 'a new value appears',
  run: async (context) => {
    const key = context.key();
    await context.send(put(key));
    return (await context.holds(key, 1))
      ? OK
      : fail('nothing arrives: does the store follow this topic, and is the probe right?');
  },
};

export const CASES: readonly Case[] = [
  {
    name: 'a value is replaced by the next one',
    run: async (context) => {
      const key = context.key();
      await context.send(put(key, 1), put(key, 2));
      return ends(context, [[key, 2]]);
    },
  },
  {
    name: 'a value that is there is deleted',
    run: async (context) => {
      const key = context.key();
      await context.send(put(key));
      if (!(await context.holds(key, 1))) return fail('the value does not arrive');
      await context.send(tombstone(key));
      return ends(context, [[key, null]]);
    },
  },
  {
    name: 'a tombstone of a key never seen does no harm',
    run: async (context) => {
      const key = context.key();
      await context.send(tombstone(key), tombstone(HEARTBEAT));
      return ends(context, [[key, null]]);
    },
  },
  {
    name: 'an update and its tombstone at once',
    run: async (context) => {
      const key = context.key();
      await context.send(put(key, 1), put(key, 2), tombstone(key));
      return ends(context, [[key, null]]);
    },
  },
  {
    name: 'a tombstone twice',
    run: async (context) => {
      const key = context.key();
      await context.send(put(key), tombstone(key), tombstone(key));
      const first = await ends(context, [[key, null]]);
      if (first.ok !== true) return first;
      await context.send(tombstone(key));
      return ends(context, [[key, null]]);
    },
  },
  {
    name: 'a value after its tombstone, and a tombstone after that',
    run: async (context) => {
      const key = context.key();
      await context.send(put(key, 1), tombstone(key), put(key, 2));
      const back = await ends(context, [[key, 2]]);
      if (back.ok !== true) return back;
      await context.send(tombstone(key));
      return ends(context, [[key, null]]);
    },
  },
  {
    name: 'several keys through one another',
    run: async (context) => {
      const [one, two, three] = [context.key(), context.key(), context.key()];
      await context.send(
        put(one),
        put(two, 1),
        put(three),
        tombstone(one),
        put(two, 2),
        tombstone(three),
        put(one, 2),
        tombstone(one),
      );
      return ends(context, [
        [one, null],
        [two, 2],
        [three, null],
      ]);
    },
  },
  {
    name: `${MANY} values and their tombstones in one go`,
    run: async (context) => {
      const keys = Array.from({ length: MANY }, () => context.key());
      await context.send(...keys.map((key) => put(key)), ...keys.toReversed().map(tombstone));
      return ends(
        context,
        keys.map((key) => [key, null]),
      );
    },
  },
  {
    name: 'a restart between value and tombstone',
    run: async (context) => {
      if (context.restart === null) return { ok: null, why: 'say how with --restart COMMAND' };
      const [deleted, kept] = [context.key(), context.key()];
      await context.send(put(deleted), put(kept));
      if (!(await context.holds(deleted, 1))) return fail('the value does not arrive');
      await Promise.all([context.restart(), context.send(tombstone(deleted), put(kept, 2))]);
      return ends(context, [
        [deleted, null],
        [kept, 2],
      ]);
    },
  },
];
