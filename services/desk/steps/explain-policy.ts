// The policy in force in the words of people: what is held of a person, what for, who may get it and for how long; and what each carrier gets.
import { recipientsOf, retentionInWords } from '#shared/policy/check/data-map';
import type { CarrierRule, Policy } from '#shared/policy/policy';
import type { FieldRelease } from '#shared/policy/release/field-release';

export interface DataMapLine {
  readonly category: string;
  readonly meaning: string;
  readonly isPersonal: boolean;
  /** Kept under the order's own key only. */
  readonly isSealed: boolean;
  readonly purposes: readonly string[];
  readonly recipients: readonly { readonly id: string; readonly meaning: string }[];
  readonly kept: string;
}

/** One line per category, in the order of the policy. */
export function dataMap(policy: Pick<Policy, 'categories' | 'recipients'>): readonly DataMapLine[] {
  return [...policy.categories.values()].map((rule) => ({
    category: rule.id,
    meaning: rule.meaning,
    isPersonal: rule.personal,
    isSealed: rule.sealed,
    purposes: rule.purposes,
    recipients: recipientsOf(policy as Policy, rule).map((id) => ({
      id,
      meaning: policy.recipients.get(id)?.meaning ?? '',
    })),
    kept: retentionInWords(rule.retention),
  }));
}

export type AgreementStanding = 'missing' | 'to-come' | 'in-force' | 'ending' | 'lapsed';

export interface CarrierLine {
  readonly carrierId: string;
  readonly name: string;
  readonly standing: CarrierRule['standing'];
  readonly agreement: AgreementStanding;
  readonly validUntilMs: number | null;
  readonly deliveryMode: 'plain' | 'sealed';
  /** How many logins it has. */
  readonly logins: number;
  /** What it gets, by kind of shipment and destination; each field with its reason. */
  readonly gets: readonly {
    readonly kind: string;
    readonly destination: string;
    readonly fields: readonly { readonly field: string; readonly need: FieldRelease['need']; readonly why: string }[];
  }[];
}

/** Every carrier that is not removed. @param agreements how the agreement of each stands now */
export function carrierLines(
  policy: Pick<Policy, 'carriers'>,
  agreements: ReadonlyMap<string, AgreementStanding>,
): readonly CarrierLine[] {
  return [...policy.carriers.values()]
    .filter(({ standing }) => standing !== 'removed')
    .map((carrier) => ({
      carrierId: carrier.id,
      name: carrier.name,
      standing: carrier.standing,
      agreement: agreements.get(carrier.id) ?? 'missing',
      validUntilMs: carrier.agreement?.validUntilMs ?? null,
      deliveryMode: carrier.deliveryMode,
      logins: carrier.logins.length,
      gets: getsOf(carrier),
    }));
}

function getsOf({ releases }: CarrierRule): CarrierLine['gets'] {
  return [...releases].flatMap(([kind, byCountry]) =>
    [...byCountry].map(([destination, fields]) => ({
      kind,
      destination,
      fields: [...fields].map(([field, { need, why }]) => ({ field, need, why })),
    })),
  );
}
