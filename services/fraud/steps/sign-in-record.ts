// Records of `fraud.sign-ins` as the domain knows them.
import type { SignIn as SignInRecord } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { SignIn } from '../domain/sign-in.js';
import type { OwnRecord } from './own-record.js';

/** When accounts were closed, by the ref of the event. */
export type ClosedAccounts = Map<string, { readonly account: string; readonly closedAt: number }>;

export interface ReadSignIns {
  readonly signIns: readonly SignIn[];
  readonly closed: ClosedAccounts;
  /** Refs of what was taken away. */
  readonly gone: readonly string[];
}

export function signInOf({ signInRef, signedInAt, handles, country }: SignInRecord): SignIn {
  const hashOf = (wanted: string): string | null => handles.find(({ kind }) => kind === wanted)?.hash ?? null;
  return {
    signInRef,
    signedInAt,
    account: hashOf('account') ?? '',
    device: hashOf('device'),
    ip: hashOf('ip'),
    subnet: hashOf('subnet'),
    country: country ?? '',
  };
}

/**
 * The newest of each ref.
 * @throws INTERNAL_RECORD_UNREADABLE (crash): fraud control is the only writer of sign-ins
 */
export function readSignIns(codec: Pick<AvroCodec, 'decode'>, records: readonly OwnRecord[]): ReadSignIns {
  const newest = new Map(records.map(({ key, value }) => [key, value]));
  const read = { signIns: [] as SignIn[], closed: new Map() as ClosedAccounts, gone: [] as string[] };
  for (const [signInRef, value] of newest) {
    if (value === null) {
      read.gone.push(signInRef);
      continue;
    }
    const decoded = codec.decode(value, topics.fraudSignIns);
    if (decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.fraudSignIns.name });
    const signIn = signInOf(decoded.value);
    if (decoded.value.signal === 'SIGNED_IN') read.signIns.push(signIn);
    else read.closed.set(signInRef, { account: signIn.account, closedAt: signIn.signedInAt });
  }
  return read;
}
