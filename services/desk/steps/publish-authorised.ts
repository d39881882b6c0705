// What should lie at a third party now: in the lane of the order, so that the newest state wins and a late record never overtakes a tombstone.
import type { SealedBlock } from '#schemas/generated/records';
import { thirdPartyTopics, topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { Vault } from '#shared/vault/vault';
import {
  type Authorisation,
  type AuthorisationEnd,
  dueEnd,
  end,
  isToBeTakenBack,
  publish,
  stateOf,
  takeBack,
  type ThirdParty,
  validUntil,
} from '../domain/authorisations/authorisation.js';
import type { AuthoriseDeps } from './authorise.js';
import { mayHave, THIRD_PARTY } from './shareable.js';
import type { OpenBlockDeps } from './open-block.js';
import { openOrders } from './open-order.js';

export interface PublishDeps
  extends OpenBlockDeps,
    Pick<AuthoriseDeps, 'store' | 'shelf' | 'views' | 'policy' | 'clock' | 'machineClock' | 'nextId'> {
  readonly vault: Pick<Vault, 'keysFor' | 'open'>;
  readonly topicName: (name: string) => string;
  /** Its topic is there, and the schema of what lies on it. */
  readonly ready: (thirdPartyId: string) => Promise<void>;
  /** Seals to the key of the third party. */
  readonly seal: (party: ThirdParty, authorisationId: string, plain: Buffer) => Promise<SealedBlock>;
}

/** What was touched, each once. */
export async function followAuthorisations(
  deps: PublishDeps,
  records: readonly IncomingRecord[],
): Promise<readonly OutgoingRecord[]> {
  const topic = topics.deskAuthorisations;
  const touched = new Set<string>();
  for (const { value } of records) {
    if (value === null) continue;
    const decoded = deps.codec.decode(value, topic);
    if (decoded.kind === 'refused') throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topic.name });
    touched.add(decoded.value.authorisationId);
  }
  const outputs: OutgoingRecord[] = [];
  for (const authorisationId of touched) {
    const found = await deps.store.find(authorisationId);
    if (found !== null) outputs.push(...(await settle(deps, found, {})));
  }
  return outputs;
}

/** An order of which something was erased, and what tombstones say of it. */
export interface ErasedOrder {
  readonly orderRef: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SettledRecord {
  readonly orderRef: string;
  readonly output: OutgoingRecord;
}

/** Everything that people authorised of these orders. One look for all: hardly any order has something. */
export async function settleErased(
  deps: PublishDeps,
  orders: readonly ErasedOrder[],
): Promise<readonly SettledRecord[]> {
  const settled: SettledRecord[] = [];
  for (const found of await deps.store.ofOrders(orders.map(({ orderRef }) => orderRef))) {
    const { orderRef } = found;
    const headers = orders.find((order) => order.orderRef === orderRef)?.headers ?? {};
    for (const output of await settle(deps, found, headers)) settled.push({ orderRef, output });
  }
  return settled;
}

async function settle(
  deps: PublishDeps,
  found: Authorisation,
  headers: Readonly<Record<string, string>>,
): Promise<readonly OutgoingRecord[]> {
  const now = {
    nowMs: deps.clock.nowMs(),
    machineMs: deps.machineClock.nowMs(),
    policyVersion: deps.policy.current().version,
  };
  for (let one: Authorisation | null = found; one !== null; one = await deps.store.find(found.authorisationId)) {
    if (isToBeTakenBack(one)) {
      const back = takeBack(one, now.nowMs);
      if (back !== null && !(await deps.store.save(back))) continue;
      return [await tombstone(deps, one, headers)];
    }
    if (stateOf(one) !== 'in-force') return [];
    const due = dueEnd(one, now);
    const held: Held = due === null ? await heldFor(deps, one) : { why: due };
    if (held.why !== null) {
      const over = end(one, held.why, now.nowMs);
      if (over !== null) await deps.store.save(over);
      continue;
    }
    const categories = Object.keys(held.data);
    const published = publish(one, { atMs: now.nowMs, policyVersion: now.policyVersion, categories });
    await noteView(deps, one, categories);
    // Noted before it is sent: whatever may lie there is taken back when it is over.
    if (published === null || !(await deps.store.save(published))) continue;
    return [await recordOf(deps, one, held.party, held.data)];
  }
  return [];
}

type Held =
  | { readonly why: null; readonly party: ThirdParty; readonly data: Readonly<Record<string, unknown>> }
  | { readonly why: AuthorisationEnd };

/** What was named, the policy allows and the order still has. */
async function heldFor(deps: PublishDeps, { thirdPartyId, keyId, orderRef, categories }: Authorisation): Promise<Held> {
  const party = await deps.store.findThirdParty(thirdPartyId);
  if (party === null || party.removal !== null || party.keyId !== keyId) return { why: 'KEY_CHANGED' };
  const policy = deps.policy.current();
  const allowed = categories.filter((category) => mayHave(policy, THIRD_PARTY, category));
  if (allowed.length === 0) return { why: 'NOT_ALLOWED' };
  const shelved = await deps.shelf.find(orderRef as OrderRef);
  if (shelved === null || shelved === 'erased') return { why: 'DATA_ERASED' };
  const [opened] = await openOrders(deps, [shelved], (category) => allowed.includes(category));
  const data = opened?.data ?? {};
  return Object.keys(data).length === 0 ? { why: 'DATA_ERASED' } : { why: null, party, data };
}

async function recordOf(
  deps: PublishDeps,
  one: Authorisation,
  party: ThirdParty,
  data: Readonly<Record<string, unknown>>,
): Promise<OutgoingRecord> {
  const { authorisationId } = one;
  const policyVersion = deps.policy.current().version;
  const until = validUntil(one) ?? 0;
  const plain = Buffer.from(JSON.stringify({ authorisationId, validUntil: new Date(until).toISOString(), data }));
  const block = await deps.seal(party, authorisationId, plain);
  plain.fill(0);
  const place = await placeOf(deps, one);
  const { disclosures } = thirdPartyTopics(party.thirdPartyId);
  return {
    ...place,
    value: deps.codec.encode(disclosures, { authorisationId, validUntil: until, policyVersion, block }),
  };
}

async function tombstone(
  deps: PublishDeps,
  one: Authorisation,
  headers: Readonly<Record<string, string>>,
): Promise<OutgoingRecord> {
  const told = { reason: one.ended?.why ?? 'WITHDRAWN', 'policy-version': String(deps.policy.current().version) };
  return { ...(await placeOf(deps, one)), value: null, headers: { ...told, ...headers } };
}

async function placeOf(deps: PublishDeps, { thirdPartyId, orderRef, authorisationId }: Authorisation) {
  await deps.ready(thirdPartyId);
  const topic = deps.topicName(thirdPartyTopics(thirdPartyId).disclosures.name);
  return { topic, partition: lane(orderRef as OrderRef), key: authorisationId };
}

/** Before anything leaves. */
function noteView(deps: PublishDeps, { orderRef, thirdPartyId }: Authorisation, categories: readonly string[]) {
  const atMs = deps.machineClock.nowMs();
  return deps.views.note({
    viewId: deps.nextId(atMs),
    by: thirdPartyId,
    role: THIRD_PARTY.recipient,
    subjectRef: orderRef,
    categories,
    purpose: THIRD_PARTY.purpose,
    reason: 'AUTHORISATION',
    outcome: 'shown',
    atMs,
  });
}
