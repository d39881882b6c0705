// An assessor with its logs: what it writes is there once it is committed, and never otherwise; whoever succeeds it reads what is there. Observations
// and sign-ins come to it ready made, as records under the names of their logs.
import type { Assessment } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { createAssessor } from '#services/fraud/steps/assess-orders';
import { NO_RECEIPTS, type Receipts } from '#services/fraud/steps/receipts';
import { signInClocks } from '#services/fraud/steps/keep-ms';
import type { AvroCodec } from '#shared/codec/codec';
import type { IncomingRecord, OutgoingRecord, Unit } from '#shared/pipeline/unit';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { defaultRules } from './default-rules.js';
import { seal } from './observations.js';

const DAY_MS = 86_400_000;
const { ruleSet } = defaultRules();
const OWN: ReadonlySet<string> = new Set([topics.fraudObservations.name, topics.fraudSignIns.name]);

export interface AssessorWorld {
  readonly assessments: ReadonlyMap<string, Assessment>;
  /** All assessments of an order, as they were committed. */
  readonly told: ReadonlyMap<string, readonly Assessment[]>;
  readonly flags: ReadonlyMap<string, Buffer | null>;
  /** Puts records on the topic of lists, whoever may have the lane; what is on other topics passes through. */
  append(records: readonly IncomingRecord[]): readonly IncomingRecord[];
  /** One unit, committed. @returns what it wrote */
  work(records: readonly IncomingRecord[]): Promise<readonly OutgoingRecord[]>;
  /** One unit that is not committed. */
  workInVain(records: readonly IncomingRecord[]): Promise<readonly OutgoingRecord[]>;
  /** Somebody else has the lane from now on. */
  succeed(): Promise<void>;
  /** Of each key of each log only the last record stays. */
  compact(): void;
  forget(): Promise<readonly OutgoingRecord[]>;
}

interface TestLog {
  records: IncomingRecord[];
  end: number;
}

export function givenAssessorWorld(
  codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>,
  { nowMs = Date.UTC(2026, 1, 1), receipts = NO_RECEIPTS }: { nowMs?: number; receipts?: Receipts } = {},
): AssessorWorld {
  const logs = new Map<string, TestLog>();
  const assessments = new Map<string, Assessment>();
  const told = new Map<string, Assessment[]>();
  const flags = new Map<string, Buffer | null>();
  let listsAt = 0;
  const logOf = (name: string): TestLog => {
    const log = logs.get(name) ?? { records: [], end: 0 };
    logs.set(name, log);
    return log;
  };
  const readerOf = (name: string) => ({
    all: async function* all(_from = 0, to = Number.POSITIVE_INFINITY) {
      yield await Promise.resolve(logOf(name).records.filter(({ offset }) => Number(offset) < to));
    },
    end: () => Promise.resolve(logOf(name).end),
  });
  const take = () =>
    createAssessor({
      codec,
      clock: { nowMs: () => nowMs },
      topicName: (name) => name,
      rules: () => ruleSet,
      receipts,
      openOrderId: seal.open,
      observe: ({ records }) => Promise.resolve({ outputs: records.map(asWritten) }),
      logs: {
        observations: readerOf(topics.fraudObservations.name),
        signIns: readerOf(topics.fraudSignIns.name),
        lists: readerOf(topics.fraudLists.name),
      },
      signInClocks: () => signInClocks(readPolicyFile()),
      keepMs: () => 180 * DAY_MS,
      onAssessed: () => undefined,
    });
  let assessor = take();
  const put = (record: IncomingRecord): IncomingRecord => {
    const log = logOf(record.topic);
    const put = { ...record, offset: String(log.end++) };
    log.records.push(put);
    return put;
  };

  function commit(outputs: readonly OutgoingRecord[]): void {
    const written = new Set<string>();
    for (const output of outputs) {
      const { topic, value } = output;
      const key = String(output.key);
      if (OWN.has(topic)) written.add(put(asRead(output)).topic);
      if (topic === topics.fraudFlags.name) flags.set(key, value);
      if (topic !== topics.fraudAssessments.name) continue;
      if (value === null) {
        assessments.delete(key);
        continue;
      }
      const decoded = codec.decode(value, topics.fraudAssessments);
      if (decoded.kind === 'refused') throw new Error(decoded.code);
      assessments.set(key, decoded.value);
      told.set(key, [...(told.get(key) ?? []), decoded.value]);
    }
    // The mark of the commit takes a place as well.
    for (const topic of written) logOf(topic).end++;
  }

  const unitOf = (records: readonly IncomingRecord[]): Unit => ({ lane: 0, records, isRevoked: () => false });
  return {
    assessments,
    told,
    flags,
    append: (records) => records.map((record) => (record.topic === topics.fraudLists.name ? put(record) : record)),
    work: async (records) => {
      const { outputs, afterCommit } = await assessor.handler(unitOf(records));
      commit(outputs);
      for (const { topic, offset } of records)
        if (topic === topics.fraudLists.name) listsAt = Math.max(listsAt, Number(offset) + 1);
      afterCommit?.();
      return outputs;
    },
    workInVain: async (records) => (await assessor.handler(unitOf(records))).outputs,
    succeed: () => {
      assessor = take();
      return assessor.onAssigned(listsAt);
    },
    compact: () => {
      for (const log of logs.values()) {
        const last = new Map(log.records.map((record) => [String(record.key), record]));
        log.records = log.records.filter((record) => last.get(String(record.key)) === record);
      }
    },
    forget: async () => {
      const { outputs, afterCommit } = await assessor.forget();
      commit(outputs);
      afterCommit?.();
      return outputs;
    },
  };
}

function asWritten({ topic, key, value, headers }: IncomingRecord): OutgoingRecord {
  const told = Object.entries(headers).map(([name, bytes]) => [name, String(bytes)] as const);
  return { topic, partition: 0, key, value, headers: Object.fromEntries(told) };
}

function asRead({ topic, key, value, headers = {} }: OutgoingRecord): IncomingRecord {
  const told = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  const common = { topic, partition: 0, offset: '0', timestampMs: 0, key: Buffer.from(String(key)) };
  return { ...common, value: value === null ? null : Buffer.from(value), headers: Object.fromEntries(told) };
}
