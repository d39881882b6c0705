import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { schemas } from '#schemas/generated/schemas';
import { createDecodeStatuses, createMatchShipments } from '#services/carriers/steps/follow-statuses';
import { createMemoryShipmentStore } from '#services/carriers/store/memory-shipment-store';
import { applyEvent } from '#services/intake/domain/apply-event';
import type { OrderState } from '#services/intake/domain/order-state';
import { createCheckEvents } from '#services/intake/steps/check-events';
import { createDecodeEvents } from '#services/intake/steps/decode-events';
import type { CheckedEvent } from '#services/intake/steps/checked-event';
import { isErrorCode } from '#shared/errors/catalogue';
import type { Outcome } from '#shared/pipeline/outcome';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { loadPolicy } from '#shared/policy/load-policy';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { createRefs } from '#shared/refs/refs';
import { BROKEN_INPUTS, type BrokenInput, type BrokenInputKit, type BrokenRecord } from '#shared/sample/broken-inputs';
import { generateOrders } from '#shared/sample/generate-orders';
import { type GivenCodec, givenCodec } from '#test/unit/shared/codec/support/given-codec';

const policy = createStaticPolicySource(loadPolicy(readFileSync('shared/policy/policy.yaml', 'utf8')));
const refs = createRefs(Buffer.alloc(32, 1));
const orders = generateOrders({ seed: 'broken', count: 1_000, customers: 50 });
let given: GivenCodec;
let kit: BrokenInputKit;

beforeAll(async () => {
  given = await givenCodec();
  const wire = (schema: unknown, value: unknown): Promise<Buffer> => {
    const id = given.registry.put(schema as never);
    const header = Buffer.from([0, 0, 0, 0, 0]);
    header.writeInt32BE(id, 1);
    return Promise.resolve(Buffer.concat([header, avro.Type.forSchema(schema as avro.Schema).toBuffer(value)]));
  };
  kit = {
    order: () => orders.next().value ?? fail(),
    encode: (recordName, value) => wire(schemas[recordName as keyof typeof schemas].at(-1)?.schema, value),
    encodeAs: wire,
  };
});

function fail(): never {
  throw new Error('there are no orders left');
}

function incoming({ key, value }: BrokenRecord, topic: string, offset: number): IncomingRecord {
  return { topic, partition: 0, offset: String(offset), timestampMs: 1, key, value, headers: {} };
}

/** What intake says of the events of one order, one after another; `ok` when nothing is refused. */
async function intakeSays(records: readonly BrokenRecord[]): Promise<string[]> {
  const decode = createDecodeEvents(given.codec);
  const check = createCheckEvents({ codec: given.codec, refs, policy, hash: () => 'hash', clock: { nowMs: () => 1 } });
  const said: string[] = [];
  let state: OrderState | undefined;
  let early: CheckedEvent[] = [];
  for (const [offset, broken] of records.entries()) {
    const record = incoming(broken, 't.orders.events', offset);
    const [decoded] = await decode([{ record, value: record }]);
    if (decoded?.kind !== 'ok') said.push(nameOf(decoded));
    else {
      const [checked] = await check([{ record, value: decoded.value }]);
      if (checked?.kind !== 'ok') said.push(nameOf(checked));
      else {
        const applied = applyEvent(state, checked.value.event, 1);
        if (applied.kind === 'applied') state = applied.state;
        if (applied.kind === 'early') early.push(checked.value);
        said.push(checked.value.refusal?.code ?? (applied.kind === 'refused' ? applied.code : 'accepted'));
        if (state !== undefined) {
          for (const { event } of early) {
            const late = applyEvent(state, event, 1);
            if (late.kind !== 'applied') throw new Error('an event that came early was not applied');
            state = late.state;
          }
          early = [];
        }
      }
    }
  }
  return said;
}

async function carriersSay(records: readonly BrokenRecord[]): Promise<string[]> {
  const decode = createDecodeStatuses({ codec: given.codec }, () => 'swiftpost');
  const match = createMatchShipments({
    store: createMemoryShipmentStore(),
    policy,
    clock: { nowMs: () => 0 },
  } as never);
  const said: string[] = [];
  for (const [offset, broken] of records.entries()) {
    const record = incoming(broken, 't.carriers.swiftpost.statuses', offset);
    const [decoded] = await decode([{ record, value: record }]);
    if (decoded?.kind !== 'ok') said.push(nameOf(decoded));
    else said.push(nameOf((await match([{ record, value: decoded.value }]))[0]));
  }
  return said;
}

function nameOf(outcome: Outcome<unknown> | undefined): string {
  return outcome?.kind === 'dead-letter' ? outcome.code : (outcome?.kind ?? 'nothing');
}

describe('the corpus of broken inputs', () => {
  test('is large, names each input once and expects codes of the catalogue only', async () => {
    const names = BROKEN_INPUTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(100);
    const expected = new Set<string>();
    for (const input of BROKEN_INPUTS) for (const record of await input.records(kit)) expected.add(record.expected);
    expect([...expected].filter((code) => code !== 'accepted' && !isErrorCode(code))).toEqual([]);
    expect(expected.size).toBeGreaterThan(20);
  });

  const of = (topic: BrokenInput['topic']) => BROKEN_INPUTS.filter((input) => input.topic === topic);

  test.each(of('orders.events').map((input) => [input.name, input] as const))(
    'gets the refusal it names from intake: %s',
    async (_name, input) => {
      const records = await input.records(kit);
      expect(await intakeSays(records)).toEqual(records.map(({ expected }) => expected));
    },
  );

  test.each(of('carriers.swiftpost.statuses').map((input) => [input.name, input] as const))(
    'gets the refusal it names from carriers: %s',
    async (_name, input) => {
      const records = await input.records(kit);
      expect(await carriersSay(records)).toEqual(records.map(({ expected }) => expected));
    },
  );
});
