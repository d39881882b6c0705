// A carrier as the desk tells of it.
import type { Tone } from './badge.jsx';

export interface Carrier {
  readonly carrierId: string;
  readonly name: string;
  readonly standing: string;
  readonly agreement: string;
  readonly validUntil: string | null;
  readonly deliveryMode: string;
  readonly logins: number;
  readonly gets: readonly {
    readonly kind: string;
    readonly destination: string;
    readonly fields: readonly { readonly field: string; readonly need: string; readonly why: string }[];
  }[];
}

export const AGREEMENT_TONES: Readonly<Record<string, Tone>> = {
  'in-force': 'good',
  ending: 'warn',
  'to-come': 'warn',
  lapsed: 'bad',
  missing: 'bad',
};

/** The policy lists it, and nobody has added it with an agreement yet. */
export const isToBeAdded = ({ agreement }: Carrier): boolean => agreement === 'missing';
