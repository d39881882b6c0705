// The compiled policy: what the YAML file becomes once it is checked. Frozen; a new version is a new object.
import type { ForbiddenData } from './forbidden-data.js';
import type { ReleasePlans } from './release/release-plan.js';
import type { FieldRelease } from './release/field-release.js';
import type {
  BasisId,
  CategoryId,
  ConditionId,
  MomentId,
  NotificationChannel,
  OfficerReason,
  PauseId,
  PurposeId,
  RecipientId,
  ShipmentKind,
} from './vocabulary.js';

export interface PurposeRule {
  readonly meaning: string;
  /** Term of the W3C Data Privacy Vocabulary. */
  readonly dpv: string;
  /** Data use of fideslang. */
  readonly fideslang: string;
}

export interface RetentionException {
  readonly what: string;
  readonly keep: string;
  readonly why: string;
  /** Topics that may keep it longer for this reason. */
  readonly topics: readonly string[];
}

export type RetentionRule =
  /** Kept without end, for the reason given. Never for personal data. */
  | { readonly kind: 'unlimited'; readonly why: string }
  | {
      readonly kind: 'clocked';
      /** Whose life the clocks run by. */
      readonly of: 'order' | 'account' | 'observation';
      /** How long after each moment the data is kept, ms. */
      readonly clocks: ReadonlyMap<MomentId, number>;
      readonly pausedBy: readonly PauseId[];
      readonly exceptions: readonly RetentionException[];
    };

export interface CategoryRule {
  readonly id: CategoryId;
  readonly meaning: string;
  readonly personal: boolean;
  /** True where the broker keeps it under the order's own key only. */
  readonly sealed: boolean;
  readonly dpv: readonly string[];
  readonly fideslang: readonly string[];
  readonly purposes: readonly PurposeId[];
  readonly retention: RetentionRule;
}

export interface RecipientRule {
  readonly id: RecipientId;
  readonly meaning: string;
  readonly basis: BasisId;
  readonly dpv: string;
  /** Purposes per category it may get; empty lists where `basis` alone decides (legal request, authorisation, the person's right). */
  readonly gets: ReadonlyMap<CategoryId, readonly PurposeId[]>;
  /** Why it does not get something, for people. */
  readonly never: ReadonlyMap<CategoryId, string>;
  readonly onlyWhen: string | null;
}

export interface EgressRule {
  /** `<id>` stands for a carrier, or for a third party that people authorise. */
  readonly topic: string;
  readonly record: string;
  readonly recipient: RecipientId;
  readonly purpose: PurposeId | 'explicit-authorisation';
}

export interface AgreementRule {
  /** ms since the epoch: from the start of the first day to the end of the last one, UTC. */
  readonly validFromMs: number;
  readonly validUntilMs: number;
  readonly signedOn: string;
}

/** `leaving`: removed, but it may still read what is taken back from it. `removed`: nothing of it is left. */
export type CarrierStanding = 'active' | 'stopped' | 'leaving' | 'removed';

/** A carrier's public key, by the carrier's own name of it. */
export interface SealingKeyRule {
  readonly keyId: string;
  readonly publicKey: Buffer;
}

export interface CarrierRule {
  readonly id: string;
  readonly name: string;
  readonly homeCountry: string;
  /** Countries served without a customs form. */
  readonly domesticArea: ReadonlySet<string>;
  /** Null: none was signed, so nothing is released. */
  readonly agreement: AgreementRule | null;
  readonly deliveryMode: 'plain' | 'sealed';
  /** The policy lists a carrier as active; the register of carriers may stop or remove it. */
  readonly standing: CarrierStanding;
  /** What its records are sealed to in mode `sealed`; null until the register of carriers has one. */
  readonly sealingKey: SealingKeyRule | null;
  /** Its users in Kafka. */
  readonly logins: readonly string[];
  readonly deadlineProfile: 'default' | 'fast';
  /** Per kind and country: which field is released, and why. */
  readonly releases: ReadonlyMap<ShipmentKind, ReadonlyMap<string, ReadonlyMap<string, FieldRelease>>>;
  /** The same, compiled into projectors. */
  readonly plans: ReleasePlans;
  /** Policy version that brought the carrier. */
  readonly since: number;
  /** Version from which each field is demanded, where that is later than `since`. */
  readonly requiredSince: ReadonlyMap<string, number>;
}

export interface NotificationRule {
  readonly channels: readonly NotificationChannel[];
  readonly sentWhen: string;
}

export interface Policy {
  readonly version: number;
  readonly purposes: ReadonlyMap<PurposeId, PurposeRule>;
  readonly categories: ReadonlyMap<CategoryId, CategoryRule>;
  readonly recipients: ReadonlyMap<RecipientId, RecipientRule>;
  readonly egress: readonly EgressRule[];
  /** Readers of topics that belong to the broker itself: its services, its operators, the shop's own registered stores. */
  readonly insiders: ReadonlySet<string>;
  readonly release: { readonly requires: readonly ConditionId[] };
  readonly forbidden: ForbiddenData;
  readonly carriers: ReadonlyMap<string, CarrierRule>;
  /** Changes whenever the register of carriers changes what `carriers` says; '' where there is no register. */
  readonly registerEdition: string;
  /** Countries that at least one carrier serves. */
  readonly countries: ReadonlySet<string>;
  readonly notifications: ReadonlyMap<string, NotificationRule>;
  /** When a privacy officer decides what a person has confirmed. */
  readonly corrections: { readonly officerDecides: ReadonlySet<OfficerReason> };
}
