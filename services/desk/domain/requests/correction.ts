// The correction of where and to whom an order goes: what can be corrected, who has to decide about it, and how it ended. Pure.

/** Parts of an address that a person may correct. Carrier, service and pick-up point are the shop's business. */
const CORRECTABLE = [
  'recipientName',
  'phone',
  'email',
  'addressLines',
  'city',
  'region',
  'postalCode',
  'countryCode',
] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** What was done about a correction. */
export const CORRECTION_OUTCOMES = {
  BEFORE_RELEASE: 'No carrier has the address yet; it gets the corrected one.',
  SENT_ANEW: 'The carrier had the address, but not the parcel: it was sent the corrected one.',
  MARKED_UNDER_WAY:
    'The carrier had the parcel already: the parcel is marked with the corrected address, and the carrier steers it as far as it can.',
  TOO_LATE: 'The parcel had arrived or the order was over, so nothing was changed.',
  REFUSED: 'The privacy officer did not let it pass.',
} as const;
export type CorrectionOutcome = keyof typeof CORRECTION_OUTCOMES;

/** Why an officer does not let a correction pass. */
export const CORRECTION_REFUSALS = {
  NOT_THE_PERSON: 'There is reason to believe that it does not come from the person of the order.',
  NOT_DELIVERABLE: 'Nobody delivers there.',
  FRAUD_SUSPECTED: 'Fraud control looks into the order.',
} as const;
export type CorrectionRefusal = keyof typeof CORRECTION_REFUSALS;

export interface Decision {
  readonly by: string;
  readonly atMs: number;
  /** null: it may pass. */
  readonly refusal: CorrectionRefusal | null;
}

/** What is known of a correction. The address itself lies sealed under the keys of the order. */
export interface Correction {
  /** Counts its changes: whoever changes it names the one it knows. */
  readonly edition: number;
  readonly orderRef: string;
  readonly fields: readonly Correctable[];
  /** Why an officer has to decide; empty: nobody has to, or it is not known yet. */
  readonly waitsFor: readonly string[];
  readonly decision: Decision | null;
  /** null: not sent to intake yet. */
  readonly sent: { readonly atMs: number; readonly addressRevision: number } | null;
  readonly outcome: CorrectionOutcome | null;
}

/** Of `orders.statuses`; null: none was told yet. */
export type Standing = string | null;

/** Whether a corrected address can still reach the parcel. */
export function isCorrectable(standing: Standing, isCancelled: boolean): boolean {
  return !isCancelled && (standing === null || ['ACCEPTED', 'HELD', 'RELEASED', 'HANDED_OVER'].includes(standing));
}

export function outcomeOf(standing: Standing): CorrectionOutcome {
  if (standing === null || standing === 'ACCEPTED' || standing === 'HELD') return 'BEFORE_RELEASE';
  if (standing === 'RELEASED') return 'SENT_ANEW';
  return standing === 'HANDED_OVER' ? 'MARKED_UNDER_WAY' : 'TOO_LATE';
}

interface Place {
  readonly recipientName: string;
  readonly addressLines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string;
  readonly countryCode: string;
}

/** Which reasons for an officer there are; the policy says which of them count. */
export function officerReasons(was: Place, wanted: Place, standing: Standing): readonly string[] {
  const isElsewhere = placeOf(was) !== placeOf(wanted);
  return [
    ...(was.countryCode === wanted.countryCode ? [] : ['another-country']),
    ...(isElsewhere && plain(was.recipientName) !== plain(wanted.recipientName) ? ['another-recipient'] : []),
    ...(standing === 'HELD' ? ['order-held'] : []),
  ];
}

function placeOf({ addressLines, postalCode, city, countryCode }: Place): string {
  return plain([...addressLines, postalCode ?? '', city, countryCode].join(' '));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
