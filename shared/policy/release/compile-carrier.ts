// One carrier's agreement and allow-lists, compiled: per kind and country the fields, their reasons and a projector.
import type { CarrierDocument, PolicyDocument } from '../policy-schema.js';
import type { AgreementRule, CarrierRule } from '../policy.js';
import type { FieldRelease } from './field-release.js';
import type { ShipmentKind } from '../vocabulary.js';
import { releaseIn } from './field-needs.js';
import type { WithheldField } from './release-order.js';
import { compileReleasePlan, type ReleasePlan } from './release-plan.js';
import { RELEASABLE_FIELDS } from './shipment-fields.js';
import { BEYOND_ALLOW_LISTS } from './withheld-fields.js';

const LAST_MS_OF_DAY = 86_400_000 - 1;

export function compileCarrier(policy: PolicyDocument, id: string, carrier: CarrierDocument): CarrierRule {
  const releases = releasesOf(carrier);
  const shape = new Set(
    [...releases.values()].flatMap((byCountry) => [...byCountry.values()].flatMap((fields) => [...fields.keys()])),
  );
  const plans = new Map(
    [...releases].map(([kind, byCountry]): [ShipmentKind, ReadonlyMap<string, ReleasePlan>] => [
      kind,
      new Map(
        [...byCountry].map(([country, fields]) => {
          const withheld = withheldOf(policy, fields);
          return [country, compileReleasePlan({ policyVersion: policy.version, kind, fields, shape, withheld })];
        }),
      ),
    ]),
  );
  return Object.freeze({
    id,
    name: carrier.name,
    homeCountry: carrier.homeCountry,
    domesticArea: new Set(carrier.domesticArea),
    agreement: agreementOf(carrier.agreement),
    deliveryMode: carrier.deliveryMode,
    standing: 'active',
    sealingKey: null,
    logins: [`carrier-${id}`],
    deadlineProfile: carrier.deadlineProfile,
    releases,
    plans,
    since: carrier.since,
    requiredSince: requiredSinceOf(carrier),
  });
}

type Releases = CarrierRule['releases'];

function releasesOf({ releases }: CarrierDocument): Releases {
  const byKind = new Map<ShipmentKind, ReadonlyMap<string, ReadonlyMap<string, FieldRelease>>>();
  for (const [kind, rule] of Object.entries(releases)) {
    const byCountry = rule.destinations.map((country): [string, ReadonlyMap<string, FieldRelease>] => [
      country,
      new Map(
        RELEASABLE_FIELDS.flatMap(({ id }) => {
          const release = releaseIn(rule, id, country);
          return release === null ? [] : [[id, Object.freeze(release)] as const];
        }),
      ),
    ]);
    byKind.set(kind as ShipmentKind, new Map(byCountry));
  }
  return byKind;
}

/** The latest `since` any list gives for a field; only versions after the carrier's own matter. */
function requiredSinceOf({ since: first, releases }: CarrierDocument): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { fields, overrides } of Object.values(releases)) {
    for (const list of [fields, ...Object.values(overrides)]) {
      for (const [id, entry] of Object.entries(list)) {
        const since = entry === 'withheld' ? undefined : entry.since;
        if (since !== undefined && since > Math.max(first, latest.get(id) ?? 0)) latest.set(id, since);
      }
    }
  }
  return latest;
}

function withheldOf(policy: PolicyDocument, fields: ReadonlyMap<string, FieldRelease>): readonly WithheldField[] {
  const { withheld: reasons, recipients } = policy;
  const left = RELEASABLE_FIELDS.filter(({ id }) => !fields.has(id));
  return [
    ...left.map(({ id, sourcePath, category }) => ({ field: sourcePath, category, reason: reasons[id] ?? UNSAID })),
    ...BEYOND_ALLOW_LISTS.map(({ path, category }) => ({
      field: path,
      category,
      reason: reasons[path] ?? recipients.carrier.never[category] ?? UNSAID,
    })),
  ].map((row) => Object.freeze(row));
}

/** Never seen: a policy without a reason is refused. */
const UNSAID = 'Nothing allows it.';

/** From the first millisecond of the first day to the last of the last day, UTC. */
function agreementOf(agreement: CarrierDocument['agreement']): AgreementRule | null {
  if (agreement === null) return null;
  return Object.freeze({
    signedOn: agreement.signedOn,
    validFromMs: Date.parse(agreement.validFrom),
    validUntilMs: Date.parse(agreement.validUntil) + LAST_MS_OF_DAY,
  });
}
