// An authorisation: a person lets somebody she names have some categories of one order, until a day. Pure. It names orders and people by keyed
// hash only, and nothing in it is free text.

/** Somebody outside who may be authorised. */
export interface ThirdParty {
  /** Small letters and digits: it is part of the name of a topic. */
  readonly thirdPartyId: string;
  /** Of the institution, not of a person. */
  readonly name: string;
  /** Follows from the key: another key is another name. */
  readonly keyId: string;
  /** 32 bytes of X25519, base64url. */
  readonly publicKey: string;
  readonly registeredBy: string;
  readonly registeredAtMs: number;
  /** Its login, rights and topic go at `goneByMs` at the earliest; null: it may be authorised. */
  readonly removal: { readonly atMs: number; readonly goneByMs: number } | null;
}

/** Why an authorisation is over. */
export const AUTHORISATION_ENDS = {
  WITHDRAWN: 'It was withdrawn.',
  EXPIRED: 'Its last day is over.',
  NOT_CONFIRMED: 'Nobody opened the link that went to the registered address.',
  DATA_ERASED: 'What it was about has been erased.',
  NOT_ALLOWED: 'The policy does not give these categories to anybody any more.',
  KEY_CHANGED: 'The third party has another key or is gone: it takes another authorisation.',
} as const;
export type AuthorisationEnd = keyof typeof AUTHORISATION_ENDS;

export type AuthorisationState = 'asked' | 'in-force' | 'ended';

export interface Authorisation {
  readonly authorisationId: string;
  readonly customerRef: string;
  readonly orderRef: string;
  readonly thirdPartyId: string;
  /** The key it is sealed to: another one needs another authorisation. */
  readonly keyId: string;
  readonly categories: readonly string[];
  /** How long it is in force once it is given. */
  readonly days: number;
  readonly askedAtMs: number;
  /** Until when the link to the registered address works, by the clock of the machine; null: whoever asked was logged in as the person. */
  readonly confirmUntilMs: number | null;
  readonly givenAtMs: number | null;
  readonly ended: { readonly why: AuthorisationEnd; readonly atMs: number } | null;
  /** What lies at the third party, or did before it was taken back. */
  readonly published: Published | null;
  readonly takenBackAtMs: number | null;
  /** Raised by each change: whoever changes an outdated one is told. */
  readonly revision: number;
}

export interface Published {
  readonly atMs: number;
  readonly policyVersion: number;
  readonly categories: readonly string[];
}

export const MOST_DAYS = 365;
const DAY_MS = 86_400_000;

type Asked = Omit<Authorisation, 'givenAtMs' | 'ended' | 'published' | 'takenBackAtMs' | 'revision'>;

export function ask(asked: Asked): Authorisation {
  return { ...asked, givenAtMs: null, ended: null, published: null, takenBackAtMs: null, revision: 0 };
}

export function stateOf({ givenAtMs, ended }: Authorisation): AuthorisationState {
  if (ended !== null) return 'ended';
  return givenAtMs === null ? 'asked' : 'in-force';
}

/** null while nobody has given it. */
export function validUntil({ givenAtMs, days }: Authorisation): number | null {
  return givenAtMs === null ? null : givenAtMs + days * DAY_MS;
}

/** null: it is given already, or over. */
export function give(authorisation: Authorisation, atMs: number): Authorisation | null {
  return stateOf(authorisation) === 'asked' ? next(authorisation, { givenAtMs: atMs }) : null;
}

/** null: it is over already. */
export function end(authorisation: Authorisation, why: AuthorisationEnd, atMs: number): Authorisation | null {
  return stateOf(authorisation) === 'ended' ? null : next(authorisation, { ended: { why, atMs } });
}

/** null: nothing is published that is not in force. */
export function publish(authorisation: Authorisation, published: Published): Authorisation | null {
  return stateOf(authorisation) === 'in-force' ? next(authorisation, { published }) : null;
}

export function takeBack(authorisation: Authorisation, atMs: number): Authorisation | null {
  return isToBeTakenBack(authorisation) ? next(authorisation, { takenBackAtMs: atMs }) : null;
}

/** It is over, and something of it was published: a tombstone is due, or was. */
export function isToBeTakenBack(authorisation: Authorisation): boolean {
  return stateOf(authorisation) === 'ended' && authorisation.published !== null;
}

export interface Now {
  readonly nowMs: number;
  /** By which links end. */
  readonly machineMs: number;
  readonly policyVersion: number;
}

/** The end that has come by itself; null: none. */
export function dueEnd(authorisation: Authorisation, { nowMs, machineMs }: Now): AuthorisationEnd | null {
  const { confirmUntilMs } = authorisation;
  const state = stateOf(authorisation);
  if (state === 'asked') return confirmUntilMs !== null && machineMs >= confirmUntilMs ? 'NOT_CONFIRMED' : null;
  if (state === 'in-force') return nowMs >= (validUntil(authorisation) ?? 0) ? 'EXPIRED' : null;
  return null;
}

/** Whether what lies at the third party is not what should. */
export function isBehind(authorisation: Authorisation, { policyVersion }: Pick<Now, 'policyVersion'>): boolean {
  const { published, takenBackAtMs } = authorisation;
  if (stateOf(authorisation) === 'in-force') return published?.policyVersion !== policyVersion;
  return isToBeTakenBack(authorisation) && takenBackAtMs === null;
}

function next(authorisation: Authorisation, changes: Partial<Authorisation>): Authorisation {
  return { ...authorisation, ...changes, revision: authorisation.revision + 1 };
}
