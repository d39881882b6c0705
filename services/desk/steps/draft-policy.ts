// The next version of the policy at the hands of a privacy officer: what it would change and whom it would touch, then, when it is confirmed, published.
import { createHash } from 'node:crypto';
import type { PolicyVersion } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import type { PolicyChange, PolicyVersionText } from '#shared/policy/change/policy-change';
import type { Policy } from '#shared/policy/policy';
import type { ParcelShelf } from '../store/parcel-shelf.js';
import type { ViewLog } from '../store/view-log.js';

/** What judges a draft against the version in force. */
export type Judge = (
  text: string,
  inForceText: string,
) =>
  | {
      readonly kind: 'sound';
      readonly next: PolicyVersionText;
      readonly inForce: PolicyVersionText;
      readonly changes: readonly PolicyChange[];
    }
  | { readonly kind: 'refused'; readonly violations: readonly string[] };

export interface DraftDeps {
  /** Oldest first; the last one is in force. */
  readonly versions: () => Promise<readonly PolicyVersion[]>;
  readonly judge: Judge;
  readonly parcels: Pick<ParcelShelf, 'countByCarrier'>;
  readonly views: Pick<ViewLog, 'note'>;
  /** @throws POLICY_NOT_NEWER, POLICY_PUBLISHED_MEANWHILE, and what the broker throws */
  readonly publish: (version: PolicyVersion) => Promise<void>;
  readonly clock: Clock;
  readonly nextId: () => string;
}

export interface DraftText {
  readonly text: string;
  /** null: people read what they read before. */
  readonly readableText: string | null;
}

/** What a draft does to one carrier. */
export interface Touch {
  readonly carrierId: string;
  /** Shipments that lie with it. */
  readonly shipments: number;
  /** Fields that it gets no more, somewhere. */
  readonly withdrawn: readonly string[];
  /** Fields that it gets from now on. */
  readonly added: readonly string[];
}

export interface DraftView {
  readonly version: number;
  readonly inForce: number;
  readonly changes: readonly PolicyChange[];
  readonly touches: readonly Touch[];
  /** Stands for this very draft against this very version in force: publishing asks for it. */
  readonly digest: string;
}

export type DraftAnswer =
  | { readonly kind: 'draft'; readonly draft: DraftView }
  | { readonly kind: 'refused'; readonly violations: readonly string[] };

const ROLE = 'privacy-officer';

export async function draftPolicy(deps: DraftDeps, { text, readableText }: DraftText): Promise<DraftAnswer> {
  const inForce = (await deps.versions()).at(-1) as PolicyVersion;
  const judged = deps.judge(text, inForce.text);
  if (judged.kind === 'refused') return judged;
  const { changes, next } = judged;
  if (next.policy.version <= inForce.version) {
    const wanted = `give it a number above ${inForce.version}`;
    return { kind: 'refused', violations: [`version  ${next.policy.version} is not newer: ${wanted}.`] };
  }
  const counts = await deps.parcels.countByCarrier();
  const hash = createHash('sha256').update(JSON.stringify([inForce.version, inForce.text, text, readableText]));
  return {
    kind: 'draft',
    draft: {
      version: next.policy.version,
      inForce: inForce.version,
      changes,
      touches: touchesOf(judged.inForce.policy, next.policy, counts),
      digest: hash.digest('hex'),
    },
  };
}

export type PublishAnswer =
  | { readonly kind: 'published'; readonly version: number }
  | { readonly kind: 'refused'; readonly violations: readonly string[] }
  /** What was confirmed is not what is asked for now, or another version came meanwhile. */
  | { readonly kind: 'changed' };

/** @param confirmed the digest of the draft that was looked at */
export async function publishDraft(
  deps: DraftDeps,
  asked: DraftText,
  confirmed: string,
  by: string,
): Promise<PublishAnswer> {
  const answer = await draftPolicy(deps, asked);
  if (answer.kind === 'refused') return answer;
  const { version, digest } = answer.draft;
  if (digest !== confirmed) return { kind: 'changed' };
  const atMs = deps.clock.nowMs();
  // The topic names the role; who it was is in the record of views.
  await deps.views.note({
    viewId: deps.nextId(),
    by,
    role: ROLE,
    subjectRef: `policy-${version}`,
    categories: [],
    purpose: 'keeping-the-policy',
    reason: 'PUBLISHED_POLICY',
    outcome: 'done',
    atMs,
  });
  try {
    await deps.publish({ version, ...asked, publishedAt: atMs, publishedBy: ROLE });
  } catch (error) {
    if (isFulfilmentError(error) && MEANWHILE.has(error.code)) return { kind: 'changed' };
    throw error;
  }
  return { kind: 'published', version };
}

const MEANWHILE: ReadonlySet<string> = new Set(['POLICY_NOT_NEWER', 'POLICY_PUBLISHED_MEANWHILE']);

/** Carriers with shipments, and those that get other fields than before. */
function touchesOf(before: Policy, after: Policy, counts: ReadonlyMap<string, number>): readonly Touch[] {
  const ids = new Set([...before.carriers.keys(), ...after.carriers.keys(), ...counts.keys()]);
  return [...ids]
    .map((carrierId): Touch => {
      const [was, is] = [fieldsOf(before, carrierId), fieldsOf(after, carrierId)];
      const onlyIn = (here: ReadonlySet<string>, there: ReadonlySet<string>) => [
        ...new Set([...here].filter((each) => !there.has(each)).map((each) => each.slice(each.lastIndexOf('/') + 1))),
      ];
      return {
        carrierId,
        shipments: counts.get(carrierId) ?? 0,
        withdrawn: onlyIn(was, is),
        added: onlyIn(is, was),
      };
    })
    .filter(({ withdrawn, added }) => withdrawn.length + added.length > 0);
}

/** `kind/country/field` of all that the carrier gets. */
function fieldsOf({ carriers }: Policy, carrierId: string): ReadonlySet<string> {
  const releases = carriers.get(carrierId)?.releases ?? new Map<string, never>();
  return new Set(
    [...releases].flatMap(([kind, byCountry]) =>
      [...(byCountry as ReadonlyMap<string, ReadonlyMap<string, unknown>>)].flatMap(([country, fields]) =>
        [...fields.keys()].map((field) => `${kind}/${country}/${field}`),
      ),
    ),
  );
}
