// Events of accounts → what is kept of sign-ins: read, hashed, forgotten. The topic behind is truncated once this is committed.
import type { AccountDeactivated, AccountSignedIn, SignIn } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import { isPlausibleTime } from '#shared/domain/plausible-time';
import type { SealDeadLetters } from '#shared/pipeline/settle-outcomes';
import type { IncomingRecord, OutgoingRecord, Refusal, UnitHandler } from '#shared/pipeline/unit';
import type { PolicySource } from '#shared/policy/ports';
import { readSignIn } from '../signals/read-sign-in.js';
import type { SignalSources } from '../signals/read-signals.js';
import { handlesOf } from './observation-record.js';

export interface ObserveSignInsDeps {
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  readonly policy: PolicySource;
  readonly clock: Clock;
  readonly topicName: (name: string) => string;
  readonly sources: Omit<SignalSources, 'isDisposable'>;
  /** Of an event, in the domain of fraud control. */
  readonly refOf: (customerId: string, eventId: string) => string;
  readonly sealDeadLetters: SealDeadLetters;
  /** Told what became of the events, for counting. */
  readonly onObserved: (outcome: 'signed-in' | 'deactivated' | 'passed-over' | 'refused', count: number) => void;
}

type AccountEvent = Pick<AccountSignedIn, 'eventId' | 'customerId' | 'occurredAt'>;

const STEP = 'observe-sign-ins';
const MOST_CHARACTERS = 200;
/** Clocks of publishers may be ahead of ours by so much. */
const AHEAD_MS = 86_400_000;

export function createObserveSignIns(deps: ObserveSignInsDeps): UnitHandler {
  const { codec } = deps;
  return async ({ records: all }) => {
    const records = all.filter(({ value }) => value !== null);
    await codec.ensureSchemas(records.map(({ value }) => value));
    const counted = { 'signed-in': 0, deactivated: 0, 'passed-over': 0, refused: 0 };
    const refusals: Refusal[] = [];
    const outputs: OutgoingRecord[] = [];
    for (const record of records) {
      const read = readEvent(deps, record);
      if (read.kind === 'refused') refusals.push({ record, step: STEP, code: read.code, fieldPaths: read.fieldPaths });
      if (read.kind === 'kept') outputs.push(outputOf(deps, read.signIn));
      counted[read.kind === 'kept' ? read.outcome : read.kind]++;
    }
    outputs.push(...(await deps.sealDeadLetters(refusals)));
    return {
      outputs,
      afterCommit: () => {
        for (const [outcome, count] of Object.entries(counted)) {
          if (count > 0) deps.onObserved(outcome as keyof typeof counted, count);
        }
      },
    };
  };
}

type ReadEvent =
  | { readonly kind: 'kept'; readonly outcome: 'signed-in' | 'deactivated'; readonly signIn: SignIn }
  /** Nothing of it is fraud control's to keep. */
  | { readonly kind: 'passed-over' }
  | { readonly kind: 'refused'; readonly code: string; readonly fieldPaths: readonly string[] };

function readEvent(deps: ObserveSignInsDeps, record: IncomingRecord): ReadEvent {
  const decoded = deps.codec.decode(record.value as Buffer, topics.accountsEvents);
  if (decoded.kind === 'refused') return decoded;
  if (decoded.unknownFields.length > 0)
    return { kind: 'refused', code: 'FIELD_UNKNOWN', fieldPaths: decoded.unknownFields };
  const fieldPaths = faultsOf(decoded.value, deps.clock.nowMs());
  if (fieldPaths.length > 0) return { kind: 'refused', code: 'FIELD_INVALID', fieldPaths };
  switch (decoded.recordName) {
    case 'fulfilment.accounts.AccountSignedIn':
      return { kind: 'kept', outcome: 'signed-in', signIn: signedIn(deps, decoded.value) };
    case 'fulfilment.accounts.AccountDeactivated':
      return { kind: 'kept', outcome: 'deactivated', signIn: deactivated(deps, decoded.value) };
    case 'fulfilment.accounts.AccountRegistered':
      return { kind: 'passed-over' };
  }
}

function faultsOf({ eventId, customerId, occurredAt }: AccountEvent, nowMs: number): readonly string[] {
  const isText = (text: string): boolean => text.trim() !== '' && text.length <= MOST_CHARACTERS;
  return [
    ...(isText(eventId) ? [] : ['eventId']),
    ...(isText(customerId) ? [] : ['customerId']),
    ...(isPlausibleTime(occurredAt) && occurredAt <= nowMs + AHEAD_MS ? [] : ['occurredAt']),
  ];
}

function signedIn(deps: ObserveSignInsDeps, event: AccountSignedIn): SignIn {
  const { handles, country } = readSignIn(event, deps.sources);
  return { ...common(deps, event), signal: 'SIGNED_IN', handles: handlesOf(handles), country };
}

function deactivated(deps: ObserveSignInsDeps, event: AccountDeactivated): SignIn {
  const handles = handlesOf({ account: deps.sources.hash('account', event.customerId) });
  return { ...common(deps, event), signal: 'DEACTIVATED', handles, country: null };
}

function common({ refOf, policy }: ObserveSignInsDeps, { customerId, eventId, occurredAt }: AccountEvent) {
  return { signInRef: refOf(customerId, eventId), signedInAt: occurredAt, policyVersion: policy.current().version };
}

function outputOf({ codec, topicName }: ObserveSignInsDeps, signIn: SignIn): OutgoingRecord {
  const value = codec.encode(topics.fraudSignIns, signIn);
  return { topic: topicName(topics.fraudSignIns.name), partition: 0, key: signIn.signInRef, value };
}
