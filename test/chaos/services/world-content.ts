// Everything a world holds, in a form in which two runs of the same input must be equal: sealed blocks opened, and left out what
// may differ: times of our own clock, offsets (transactions and heartbeats take some), versions that count writes.
import { deserialize } from 'node:v8';
import type { DeadLetter } from '#schemas/generated/records';
import { carrierTopics, SEALED_CATEGORIES, type TopicHandle, topics } from '#schemas/generated/topics';
import { ORIGINAL } from '#shared/dead-letters/seal-dead-letters';
import type { OrderRef } from '#shared/domain/refs';
import type { SealedBlock } from '#shared/vault/vault';
import type { Seen, WorldView } from '#test/support/world-view';

/** What is compared: by its name, sorted lines. Of `…, all values` compaction takes away what was tombstoned, in its own time. */
export type Content = Readonly<Record<string, readonly string[]>>;

type Json = Readonly<Record<string, unknown>>;
type Category = (typeof SEALED_CATEGORIES)[number];
type Keys = Awaited<ReturnType<WorldView['platform']['vault']['keysFor']>>;

const DEAD_LETTERS = [topics.intakeDeadLetters, topics.carriersDeadLetters, topics.erasureDeadLetters] as const;
/** Told of by our own clock. */
const BY_OUR_CLOCK = new Set(['RELEASED', 'HELD', 'ERASED']);

export async function contentOf(view: WorldView): Promise<Content> {
  const content: Record<string, readonly string[]> = {};
  const latest = async (topic: TopicHandle, show: (value: Json, key: string) => unknown): Promise<void> => {
    content[topic.name] = [...(await view.latest(topic))].map(([key, { value }]) =>
      line(key, value === null ? null : show(value as Json, key)),
    );
  };
  const values = async (topic: TopicHandle): Promise<Json[]> =>
    (await view.all(topic)).flatMap(({ value }) => (value === null ? [] : [value as Json]));

  await latest(topics.ordersFacts, (facts) => facts);
  await latest(topics.ordersStatuses, (status) =>
    BY_OUR_CLOCK.has(String(status['status'])) ? without(status, 'at') : status,
  );
  await latest(topics.erasureRequests, (request) => without(request, 'requestedAt'));
  await latest(topics.warehousePicks, (pick) => without(pick, 'at'));
  for (const carrierId of ['swiftpost', 'parcelway']) {
    const { shipments } = carrierTopics(carrierId);
    await latest(shipments, (shipment) => shipment);
    // Exactly once, not only the same in the end: a carrier would print a second label.
    content[`${shipments.name}, all values`] = (await values(shipments)).map((value) => line('', value));
  }
  content[topics.shipmentsProgress.name] = (await values(topics.shipmentsProgress)).map((progress) =>
    line('', BY_OUR_CLOCK.has(String(progress['state'])) ? without(progress, 'at') : progress),
  );
  content[topics.erasureLedger.name] = (await values(topics.erasureLedger)).map((entry) =>
    line('', without(entry, 'sequence', 'at', 'previousHash', 'hash')),
  );
  // A request that is repeated is answered again. How many notices there were to delete depends on whether they were written before the erasure.
  content[topics.erasureReceipts.name] = distinct(
    (await values(topics.erasureReceipts)).map((receipt) =>
      line('', without(receipt, 'at', ...(receipt['participant'] === 'notifications' ? ['deletedDocuments'] : []))),
    ),
  );
  content[topics.ordersSealed.name] = await sealedBlocks(view);
  for (const topic of DEAD_LETTERS) content[topic.name] = await deadLetters(view, await view.all(topic));
  Object.assign(content, await documents(view));
  return Object.fromEntries(Object.entries(content).map(([name, lines]) => [name, lines.toSorted()]));
}

/** Names of what differs, with the first differing lines of either side; empty when both are equal. */
export function differences(one: Content, other: Content): string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) => {
    const [left, right] = [one[name] ?? [], other[name] ?? []];
    const onlyLeft = surplus(left, right);
    const onlyRight = surplus(right, left);
    if (onlyLeft.length + onlyRight.length === 0) return [];
    const sample = [
      ...onlyLeft.slice(0, 3).map((text) => `  - ${text}`),
      ...onlyRight.slice(0, 3).map((text) => `  + ${text}`),
    ];
    return [`${name}: ${onlyLeft.length} missing, ${onlyRight.length} too many\n${sample.join('\n')}`];
  });
}

async function sealedBlocks(view: WorldView): Promise<string[]> {
  const lines: string[] = [];
  const latest = await view.latest(topics.ordersSealed);
  const keys = await keysOf(
    view,
    [...latest.values()].flatMap(({ value }) => (value === null ? [] : [value.orderRef])),
  );
  for (const [key, { value }] of latest) {
    if (value === null) lines.push(line(key, null));
    else {
      const { orderRef, category, schemaName, policyVersion, block } = value;
      lines.push(
        line(key, {
          category,
          schemaName,
          policyVersion,
          plain: open(view, keys, orderRef, category as Category, schemaName, block),
        }),
      );
    }
  }
  return lines;
}

async function deadLetters(view: WorldView, letters: readonly Seen<DeadLetter>[]): Promise<string[]> {
  const lines: string[] = [];
  const dayRefOf = ({ service, at }: DeadLetter): string =>
    view.platform.vault.deadLetterRef(service, new Date(at).toISOString().slice(0, 10));
  const written = letters.flatMap(({ value }) => (value === null ? [] : [value]));
  const keys = await keysOf(
    view,
    written.flatMap((letter) => [letter.orderRef ?? dayRefOf(letter), dayRefOf(letter)]),
  );
  for (const letter of written) {
    const { code, fieldPaths, step, sourceTopic, orderRef, original } = letter;
    const dayRef = dayRefOf(letter);
    const opened = original === null ? 'none' : openOriginal(view, keys, orderRef ?? dayRef, dayRef, original);
    lines.push(
      line('', {
        code,
        fieldPaths,
        step,
        topic: sourceTopic.slice(view.platform.prefix.length),
        orderRef,
        opened,
      }),
    );
  }
  return lines;
}

/** With the key of its order, or that of the day when the order had none yet. */
function openOriginal(view: WorldView, keys: Keys, keyRef: string, dayRef: string, block: SealedBlock): unknown {
  for (const ref of [keyRef, dayRef]) {
    const plain = open(view, keys, ref, 'refused', ORIGINAL, block);
    if (plain === 'erased') return plain;
    // An order that was never taken in has no keys of its own: its letters are sealed with the key of their day.
    if (plain === 'corrupt' || plain === 'unknown') continue;
    const { key, value } = deserialize(Buffer.from(plain, 'base64')) as {
      key: Uint8Array | null;
      value: Uint8Array | null;
    };
    return {
      key: key === null ? null : Buffer.from(key).toString('base64'),
      value: value === null ? null : digest(Buffer.from(value)),
    };
  }
  return 'does not open';
}

/** All at once: a large world has tens of thousands of blocks. */
function keysOf(view: WorldView, refs: readonly string[]): Promise<Keys> {
  return view.platform.vault.keysFor([...new Set(refs)] as OrderRef[]);
}

function open(
  view: WorldView,
  keys: Keys,
  ref: string,
  category: Category | 'refused',
  schemaName: string,
  block: SealedBlock,
): string {
  const { vault } = view.platform;
  const found = keys.get(ref as OrderRef);
  if (found?.kind !== 'keys') return found?.kind ?? 'unknown';
  const opened = vault.open(found.keys, ref as OrderRef, category, schemaName, block);
  return opened.kind === 'opened' ? opened.plain.toString('base64') : opened.kind;
}

async function documents(view: WorldView): Promise<Content> {
  const { codec } = view.platform;
  const [keys, blocks, shipments, waiting, early, orders] = await Promise.all(
    ['vault_keys', 'carriers.blocks', 'carriers.shipments', 'carriers.waiting', 'intake.early', 'erasure.orders'].map(
      (name) => view.documents(name),
    ),
  );
  const note = async (bytes: Buffer): Promise<unknown> => {
    const decoded = codec.decodeBare('fulfilment.intake.OrderNote', bytes);
    if (decoded.kind === 'refused') return decoded.code;
    const { facts, applied } = decoded.value;
    await codec.ensureSchemas([facts]);
    return { facts: codec.decode(facts, topics.ordersFacts), applied: applied.map(({ eventId }) => eventId) };
  };
  return {
    vault_keys: await Promise.all(
      (keys ?? []).map(async (document) => {
        const has = Object.keys(document).filter((field) => field !== 'claim');
        const kept = document['note'] === undefined ? null : await note(document['note'] as Buffer);
        return line((document['_id'] as Buffer).toString('base64url'), { has: has.toSorted(), note: kept });
      }),
    ),
    'carriers.blocks': (blocks ?? []).map(({ _id }) => line(idOf(_id), '')),
    'carriers.shipments': (shipments ?? []).map((document) =>
      line(
        idOf(document['_id']),
        without({ ...document, erased: 'erasedAt' in document }, '_id', 'version', 'marks', 'erasedAt'),
      ),
    ),
    'carriers.waiting': (waiting ?? []).map(({ _id }) => line(idOf(_id), '')),
    'intake.early': (early ?? []).map(({ event }) => line('', (event as Json)['eventId'])),
    'erasure.orders': (orders ?? []).map((document) => line(idOf(document['_id']), trackedOrder(document))),
  };
}

function trackedOrder(document: Json): Json {
  const told = document['told'] as Json | undefined;
  const parcels = Object.entries((document['parcels'] ?? {}) as Record<string, Json>);
  return {
    ...without(document, '_id', 'version', 'seen', 'reminder', 'at', 'hold', 'facts'),
    // Of facts that change nothing in the life, such as a payment, the older ones stay or not: that is a question of units.
    facts: without((document['facts'] ?? {}) as Json, 'revision', 'lastEventAt'),
    told: told !== undefined && BY_OUR_CLOCK.has(String(told['status'])) ? without(told, 'at') : told,
    parcels: parcels.map(([parcel, course]) => [parcel, without(course, 'releasedAt')]),
  };
}

function idOf(id: unknown): string {
  return Buffer.isBuffer(id) ? id.toString('base64url') : String(id);
}

function without(value: Json, ...fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)));
}

/** Fields in one order, whatever the order they were written in. */
function line(key: string, value: unknown): string {
  const sorted = (_: string, part: unknown): unknown => {
    if (typeof part === 'bigint') return String(part);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  };
  return `${key} ${JSON.stringify(value, sorted)}`;
}

function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}

function digest(bytes: Buffer): string {
  return bytes.length <= 2_000 ? bytes.toString('base64') : `${bytes.length} bytes`;
}

/** What `lines` has more often than `others`. */
function surplus(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of others) left.set(text, (left.get(text) ?? 0) + 1);
  return lines.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
