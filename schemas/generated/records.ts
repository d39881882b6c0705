// Written by `npm run generate` from the .avsc files. Do not edit.

/** An account is closed: nobody signs in with it any more, and the clocks of what is kept of it run from here. */
export interface AccountDeactivated {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the account; also the record key. Category: account. */
  readonly customerId: string;
  /** When it was closed. Unit: ms since 1970-01-01T00:00Z. Category: account. */
  readonly occurredAt: number;
  /** Why it was closed. Category: account. */
  readonly reason: DeactivationReason;
}

/** Somebody opened an account at the shop. */
export interface AccountRegistered {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the customer; also the record key. Category: account. */
  readonly customerId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: account. */
  readonly occurredAt: number;
}

/** Somebody signed in to an account. */
export interface AccountSignedIn {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the customer; also the record key. Category: account. */
  readonly customerId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: account. */
  readonly occurredAt: number;
  /** The device, as the shop's pages name it; null when they do not know it. Category: signals. */
  readonly deviceId: string | null;
  /** Address it came from, IPv4 or IPv6; a list such as X-Forwarded-For is read from its front. Category: signals. */
  readonly ipAddress: string | null;
}

/** Why an account is not used any more. */
export type DeactivationReason = 'PERSON_ASKED' | 'UNUSED';

/** The non-disclosure agreement with a carrier; its days begin and end in UTC. */
export interface CarrierAgreement {
  /** Day of the signature. Unit: ISO 8601 date. */
  readonly signedOn: string;
  /** First day in force. Unit: ISO 8601 date. */
  readonly validFrom: string;
  /** Last day in force. Unit: ISO 8601 date. */
  readonly validUntil: string;
}

/** One carrier in the register: whether it is served, under which agreement, and how its records are delivered. */
export interface CarrierEntry {
  /** Id of the carrier, as in the policy; also the record key. */
  readonly carrierId: string;
  /** Whether it is served. */
  readonly state: CarrierState;
  /** Without one in force nothing is released to it. */
  readonly agreement: CarrierAgreement;
  /** How its records are delivered. */
  readonly deliveryMode: DeliveryMode;
  /** The key its records are sealed to; needed where they are delivered sealed. */
  readonly sealingKey: SealingKey | null;
  /** Its users, the newest last: two while a change of credentials is under way, none once it is removed. */
  readonly logins: readonly CarrierLogin[];
  /** Number of the entry among those of this carrier; grows by one. */
  readonly revision: number;
  /** When the entry was written. Unit: ms since 1970-01-01T00:00Z. */
  readonly changedAt: number;
}

/** A user of Kafka under which a carrier may log in; no password. */
export interface CarrierLogin {
  /** Name of the user. */
  readonly user: string;
  /** When it was made. Unit: ms since 1970-01-01T00:00Z. */
  readonly since: number;
}

/** Whether a carrier is given anything: ACTIVE, STOPPED for now, or REMOVED. */
export type CarrierState = 'ACTIVE' | 'STOPPED' | 'REMOVED';

/** How records lie on the carrier's topic: PLAIN, readable by any client, or SEALED to the carrier's public key. */
export type DeliveryMode = 'PLAIN' | 'SEALED';

/** What a carrier reports about a parcel. */
export type ParcelStatus = 'ACCEPTED' | 'IN_TRANSIT' | 'OUT_FOR_DELIVERY' | 'DELIVERED' | 'RETURNED' | 'LOST';

/** Where a parcel stands between release and its end. */
export type ProgressState = 'HELD' | 'RELEASED' | 'ACCEPTED' | 'IN_TRANSIT' | 'OUT_FOR_DELIVERY' | 'DELIVERED' | 'RETURNED' | 'LOST';

/** The record of one parcel as a carrier in sealed mode gets it: only the holder of the carrier's private key can read what is inside. */
export interface SealedShipment {
  /** Your reference of the parcel, also the record key; the block is bound to it. Category: order-reference. */
  readonly shipmentRef: string;
  /** Policy version the record was released under. */
  readonly policyVersion: number;
  /** The record as a carrier in plain mode would get it, in the wire format of the registry, sealed to your public key. */
  readonly block: SealedBlock;
}

/** The public key to which a carrier's records are sealed; the private one never leaves the carrier. */
export interface SealingKey {
  /** The carrier's name of the key; it stands in every record sealed to it. */
  readonly keyId: string;
  /** X25519 public key. Unit: 32 bytes. */
  readonly publicKey: Buffer;
}

/** How one parcel of an order fares; told by the carriers service to the keeper of the order's life. */
export interface ShipmentProgress {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** Keyed hash of carrier, order and parcel; null while nothing was released. Category: order-reference. */
  readonly shipmentRef: string | null;
  /** Carrier of the parcel. Category: order-content. */
  readonly carrierId: string;
  /** Number of the parcel within its order, from 1; 0 when the whole order is held. Category: order-content. */
  readonly parcel: number;
  /** How many parcels the order has. Unit: parcels. Category: order-content. */
  readonly parcels: number;
  /** Where the parcel stands. Category: order-content. */
  readonly state: ProgressState;
  /** Code that tells why it is held. Category: order-content. */
  readonly reasonCode: string | null;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When the parcel came to this state. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
  /** Paths of the fields that the order lacks, by which it is held; never values. Category: order-reference. */
  readonly fieldPaths: readonly string[];
}

/** What a carrier reports about one parcel. */
export interface ShipmentStatus {
  /** Keyed hash of carrier, order and parcel; also the record key. Category: order-reference. */
  readonly shipmentRef: string;
  /** What happened to the parcel. Category: order-content. */
  readonly status: ParcelStatus;
  /** When it happened, by the clock of the carrier. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
}

/** How many live records of one carrier were written anew because a version of the policy withdrew something from it; told bit by bit as it is done. */
export interface ShipmentsNarrowed {
  /** Carrier whose records they are; also the record key. */
  readonly carrierId: string;
  /** Policy version the records were made under. */
  readonly policyVersion: number;
  /** Records that were written anew without what is withdrawn. Unit: records. */
  readonly rewritten: number;
  /** Records that were taken back as a whole. Unit: records. */
  readonly withdrawn: number;
  /** When it was done, by real time. Unit: ms since 1970-01-01T00:00Z. */
  readonly at: number;
}

/** A public key to which publishers seal the personal blocks of their orders. Of several that are valid the newest is to be used. */
export interface IngressKey {
  /** Name of the key, for SealedBlock.keyId; also the record key. */
  readonly keyId: string;
  /** How to seal with it, for SealedBlock.algorithm. */
  readonly algorithm: string;
  /** X25519 public key. Unit: 32 bytes. */
  readonly publicKey: Buffer;
  /** When it was made. Unit: ms since 1970-01-01T00:00Z. */
  readonly validFrom: number;
  /** From then on nothing is to be sealed to it any more; null while it is the newest. Unit: ms since 1970-01-01T00:00Z. */
  readonly validUntil: number | null;
  /** What reaches the topic later than this is refused although the key is known; null while it is the newest. Unit: ms since 1970-01-01T00:00Z. */
  readonly opensUntil: number | null;
}

/** One encrypted block. Without the key that keyId names nothing of it can be read; once that key is destroyed, nobody ever can. */
export interface SealedBlock {
  /** Name of the authenticated encryption, for example xchacha20-poly1305-ietf; a reader refuses a name it does not know. */
  readonly algorithm: string;
  /** Names the key that seals the block: no key material and no personal value. */
  readonly keyId: string;
  /** Nonce of the algorithm, never used twice with one key; where the block is sealed to a public key, behind the encapsulated key of the session. */
  readonly nonce: Buffer;
  /** Ciphertext followed by its authentication tag. */
  readonly ciphertext: Buffer;
}

/** A refused record: why it was refused, where it lay, and the record itself sealed. */
export interface DeadLetter {
  /** Code of the error catalogue. */
  readonly code: string;
  /** Fields at fault as paths such as shipping.addressLines[1]; never a value. */
  readonly fieldPaths: readonly string[];
  /** Step of the flow that refused it. */
  readonly step: string;
  /** Service that refused it. */
  readonly service: string;
  /** Topic it was read from. */
  readonly sourceTopic: string;
  /** Partition it was read from. */
  readonly sourcePartition: number;
  /** Offset it was read from. */
  readonly sourceOffset: number;
  /** Keyed hash of the order, when that could be told; its key seals the original. Category: order-reference. */
  readonly orderRef: string | null;
  /** Schema id that the value named, when it named one; any four bytes can stand there. */
  readonly schemaId: number | null;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When it was refused. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
  /** Key, value and headers as they came, sealed; null when the order was erased: then nothing of it is kept. */
  readonly original: SealedBlock | null;
}

/** An authorisation was given, ended, or may have to be published anew; what it says lies in the desk's store. */
export interface AuthorisationTouched {
  /** Number of the authorisation. Category: order-reference. */
  readonly authorisationId: string;
  /** Keyed hash of orderId, also the record key: its lane does the work. Category: order-reference. */
  readonly orderRef: string;
  /** When. Unit: ms since 1970-01-01T00:00Z. */
  readonly at: number;
}

/** What a person authorised a third party to have of one order: only the holder of the third party's private key can read what is inside. */
export interface AuthorisedData {
  /** Number of the authorisation, also the record key; the block is bound to it. Category: order-reference. */
  readonly authorisationId: string;
  /** The authorisation ends here; a tombstone comes then, or earlier. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly validUntil: number;
  /** Policy version the record was released under. */
  readonly policyVersion: number;
  /** JSON in UTF-8: the order and, by category, exactly what was authorised; sealed to your public key. */
  readonly block: SealedBlock;
}

/** What somebody wrote in an after-sales case; only ever sealed. */
export interface CaseMessage {
  /** Text, at most 5,000 characters. Category: after-sales. */
  readonly text: string;
}

/** A photo of an after-sales case, drawn anew without place, camera or time; only ever sealed. */
export interface CasePhoto {
  /** image/jpeg, image/png or image/webp. Category: after-sales. */
  readonly media: string;
  /** Width. Unit: px. Category: after-sales. */
  readonly width: number;
  /** Height. Unit: px. Category: after-sales. */
  readonly height: number;
  /** The photo itself, as a file of that media type. Category: after-sales. */
  readonly content: Buffer;
}

/** What somebody wrote to the official mailbox; only ever sealed. */
export interface MailedText {
  /** Address in From: a claim, never a proof, and nothing is sent to it. Unit: e-mail address. Category: contact. */
  readonly sender: string;
  /** Subject, at most 500 characters. Category: contact. */
  readonly subject: string;
  /** Text, at most 20,000 characters; attachments are not kept. Category: contact. */
  readonly text: string;
}

/** Somebody used the official mailbox. Nobody is believed to be who they say: the person of the order confirms by a one-time link. */
export interface SubjectRequest {
  /** Number of the request; also the record key. The same wish for the same order on the same day has the same one. Category: order-reference. */
  readonly reference: string;
  /** Keyed hash of the order that the mail names; null: none that we know, a person has to read it. Category: order-reference. */
  readonly orderRef: string | null;
  /** access, correction, deletion, deactivation; null: not clear, a person has to read it. */
  readonly right: string | null;
  /** Under the keys of this ref the mail is sealed; shred it when the request is closed. Category: order-reference. */
  readonly requestRef: string;
  /** The mail as fulfilment.desk.MailedText, sealed. */
  readonly mail: SealedBlock;
  /** When it was received: the three business days count from here. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly receivedAt: number;
  /** Until when the link works that was sent to the registered address; null: none was sent. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly confirmUntil: number | null;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
}

/** What an operator orders for one order. */
export type CommandAction = 'ERASE' | 'PLACE_HOLD' | 'LIFT_HOLD';

/** Somebody has not confirmed an erasure within the deadline: whoever is responsible has to look. */
export interface ErasureAlarm {
  /** Identifies the erasure; also the record key. */
  readonly erasureId: string;
  /** Keyed hash of orderId. Category: order-reference. */
  readonly orderRef: string;
  /** Who has not confirmed; empty: the keys are gone and everybody has confirmed, only the proof is not written yet. */
  readonly missing: readonly string[];
  /** How often they were reminded. Unit: reminders. */
  readonly reminders: number;
  /** When the erasure began, by the clock that orders live by. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly startedAt: number;
  /** When the alarm was raised, by real time. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** An operator orders something for one order: to erase it (or categories of it) before its time, or to place or lift a legal hold. */
export interface ErasureCommand {
  /** Identifies the command; the same id is the same command. */
  readonly commandId: string;
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** What is ordered. */
  readonly action: CommandAction;
  /** ERASE: categories to erase; empty means the whole order. */
  readonly categories: readonly string[];
  /** ERASE: one of a closed list of codes, for example SUBJECT_REQUEST; else empty. */
  readonly reason: string;
  /** Holds: file number of the authority or the case, by which the hold is lifted again; no names. Else empty. */
  readonly reference: string;
  /** ERASE: although the order is not finished or a case is open. A legal hold is never overridden. */
  readonly evenUnderWay: boolean;
  /** Account of the operator who gave the command. */
  readonly givenBy: string;
  /** When the command was given. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** One participant states that it deleted what it held of an order. */
export interface ErasureReceipt {
  /** Identifies the erasure; also the record key. */
  readonly erasureId: string;
  /** Keyed hash of orderId. Category: order-reference. */
  readonly orderRef: string;
  /** Name of the participant as the policy lists it. */
  readonly participant: string;
  /** How many tombstones it wrote. Unit: records. */
  readonly deletedRecords: number;
  /** How many documents it deleted. Unit: documents. */
  readonly deletedDocuments: number;
  /** When it was done. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** Asks every participant to delete what it holds of an order. */
export interface ErasureRequest {
  /** Identifies the erasure. */
  readonly erasureId: string;
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** Categories to erase; empty means the whole order. */
  readonly categories: readonly string[];
  /** Code that tells why, for example RETENTION_ENDED. */
  readonly reason: string;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When it was asked for. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly requestedAt: number;
}

/** The keeper of the ledger signs how it stood: whoever has a checkpoint can prove what was in the ledger, and that nothing was cut off. */
export interface LedgerCheckpoint {
  /** Entries the ledger had, from its first one on. Unit: entries. */
  readonly size: number;
  /** Root of the Merkle tree (RFC 9162) whose leaves are the hashes of these entries. */
  readonly root: Sha256;
  /** Roots of the tree's full subtrees, largest first; the root follows from them. So its keeper goes on without reading the ledger again. */
  readonly peaks: readonly Sha256[];
  /** hash of the last of them. */
  readonly head: Sha256;
  /** When it was signed. Unit: ms since 1970-01-01T00:00Z. */
  readonly at: number;
  /** First 16 hex digits of the SHA-256 of the public key (DER). */
  readonly keyId: string;
  /** Ed25519 over the lines that shared/ledger-proof/checkpoint.ts describes. */
  readonly signature: Buffer;
}

/** One link of the hash chain that proves what was erased, when and why. Holds no personal data and is kept for ever. */
export interface LedgerEntry {
  /** Place in the chain, from 1 without gaps. */
  readonly sequence: number;
  /** Identifies the erasure; also the record key. */
  readonly erasureId: string;
  /** Keyed hash of orderId. Category: order-reference. */
  readonly orderRef: string;
  /** Whether the entry opens or closes the erasure. */
  readonly kind: LedgerKind;
  /** Code that tells why the order is erased. */
  readonly reason: string;
  /** Categories erased; empty means the whole order. */
  readonly categories: readonly string[];
  /** STARTED: who has to send a receipt. COMPLETED: who did. */
  readonly participants: readonly string[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When the entry was made. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
  /** hash of the entry before; 32 zero bytes in the first. */
  readonly previousHash: Sha256;
  /** SHA-256 over the canonical encoding of all other fields. */
  readonly hash: Sha256;
}

/** Asks the writer of the ledger to append an entry; internal to erasure. */
export interface LedgerIntent {
  /** Identifies the erasure; also the record key. */
  readonly erasureId: string;
  /** Keyed hash of orderId. Category: order-reference. */
  readonly orderRef: string;
  /** Whether the entry opens or closes the erasure. */
  readonly kind: LedgerKind;
  /** Code that tells why the order is erased. */
  readonly reason: string;
  /** Categories erased; empty means the whole order. */
  readonly categories: readonly string[];
  /** STARTED: who has to send a receipt. COMPLETED: who did. */
  readonly participants: readonly string[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When the entry was made. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** Whether the entry opens or closes an erasure. */
export type LedgerKind = 'STARTED' | 'COMPLETED';

/** A downstream store that mirrors topics of ours: it has to delete when told, and to say so under its own signature. */
export interface Participant {
  /** Name of the store; also the record key. */
  readonly name: string;
  /** Topics it mirrors, by their names in the catalogue. What is tombstoned there it has to confirm. */
  readonly topics: readonly string[];
  /** How long it may take until it counts as overdue. Unit: ms. */
  readonly deadlineMs: number;
  /** Its Ed25519 public key, PEM. */
  readonly publicKey: string;
  /** Account of the operator who registered it. */
  readonly addedBy: string;
  /** When it was registered. Unit: ms since 1970-01-01T00:00Z. */
  readonly at: number;
}

/** A SHA-256 digest. Exactly 32 bytes. */
export type Sha256 = Buffer;

/** A registered store outside of the broker states under its signature what it deleted, when, and how it made sure. */
export interface SignedReceipt {
  /** As the header erasure-id of the tombstone said; also the record key. */
  readonly erasureId: string;
  /** Name under which the store is registered. */
  readonly participant: string;
  /** Topic whose tombstones it answers, by its name in the catalogue. */
  readonly topic: string;
  /** Keys of the tombstones, by which it found what to delete. Category: order-reference. */
  readonly keys: readonly string[];
  /** How it made sure, for example READ_BACK or COUNT. */
  readonly verifiedBy: string;
  /** When it was deleted. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
  /** Ed25519 over the lines that shared/receipts/README.md describes. */
  readonly signature: Buffer;
}

/** What became known of an account. */
export type AccountSignal = 'SIGNED_IN' | 'DEACTIVATED';

/** What the fraud check concludes of one order. Computed from what was placed before it, in the order of the events. */
export interface Assessment {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** Grows; of several assessments of an order the one with the highest counts. */
  readonly revision: number;
  /** When the order was placed. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly placedAt: number;
  /** Amount of the order as a decimal string with a point. Unit: units of currency. Category: fraud. */
  readonly amount: string | null;
  /** Currency of amount. Unit: ISO 4217 code. Category: fraud. */
  readonly currency: string | null;
  /** Sum of the weights of the rules that fired, from 0 to 100. Unit: points. Category: fraud. */
  readonly score: number;
  /** What follows from score and tiers. Category: fraud. */
  readonly verdict: Verdict;
  /** The rules that fired, the gravest first. Category: fraud. */
  readonly reasons: readonly Reason[];
  /** Every feature that differs from its default, in the order of their names. Category: fraud. */
  readonly features: readonly NamedValue[];
  /** By which orders are linked. Category: fraud. */
  readonly handles: readonly Handle[];
  /** Name of the rule set. */
  readonly ruleSet: string;
  /** Its version. */
  readonly ruleSetVersion: number;
  /** The lists that were looked at. */
  readonly lists: readonly ListVersion[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When it was computed. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly assessedAt: number;
}

/** An analyst looks at one order; others leave it alone until the claim is over. */
export interface Claim {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** Role or seat of the analyst, never the name of a person. */
  readonly claimedBy: string;
  /** When it was claimed; of several claims the newest counts. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly claimedAt: number;
  /** When it is over; giving an order back moves it to the present. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly until: number;
}

/** What an analyst decided about one order. A refusal stands, whatever is assessed later. */
export interface Decision {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** What was decided. Category: fraud. */
  readonly ruling: Ruling;
  /** Why; codes and figures, never a name. Category: fraud. */
  readonly note: string;
  /** Role or system account that decided, never the name of a person. */
  readonly decidedBy: string;
  /** When it was decided. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly decidedAt: number;
  /** The assessment that was looked at. */
  readonly revision: number | null;
}

/** One thing that orders have in common, as a keyed hash. */
export interface Handle {
  /** What is hashed: account, device, ip, subnet, address, email or phone. */
  readonly kind: string;
  /** Keyed hash in the domain of fraud control; joins with nothing outside it. Category: fraud. */
  readonly hash: string;
}

/** What analysts ruled for all orders with one device, address, account … placed from one moment to another. */
export interface ListEntry {
  /** Identifies the entry; also the record key. */
  readonly entryId: string;
  /** What follows: snooze (a rule does not count), allow or block. Category: fraud. */
  readonly list: string;
  /** What is hashed: account, device, ip, subnet, address, email or phone. */
  readonly kind: string;
  /** Keyed hash in the domain of fraud control; joins with nothing outside it. Category: fraud. */
  readonly hash: string;
  /** Code of the rule that is snoozed; null for allow and block. */
  readonly rule: string | null;
  /** It counts for orders placed from this moment on. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly from: number;
  /** It counts for orders placed before this moment; taking an entry back moves it to the present. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly until: number;
  /** Why; codes and figures, never a name. Category: fraud. */
  readonly note: string;
  /** Role or system account that wrote it last, never the name of a person. */
  readonly author: string;
  /** When it was written; of two with the same id the newer counts. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly writtenAt: number;
}

/** A list that was looked at. */
export interface ListVersion {
  /** Name of the list. */
  readonly name: string;
  /** The date it carries and a digest of its contents. */
  readonly version: string;
}

/** A feature and its value, as text. */
export interface NamedValue {
  /** Name of the feature, as rules use it. */
  readonly name: string;
  /** Its value. Category: fraud. */
  readonly value: string;
}

/** What the fraud check keeps of one order: keyed hashes, and facts that name nobody. */
export interface Observation {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** Empty; in records of before the shop's number of the order. Category: fraud. */
  readonly orderId: string;
  /** When the order was placed. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly placedAt: number;
  /** Amount of the order as a decimal string with a point. Unit: units of currency. Category: fraud. */
  readonly amount: string | null;
  /** Currency of amount. Unit: ISO 4217 code. Category: fraud. */
  readonly currency: string | null;
  /** What the order may have in common with others; at most one of each kind. Category: fraud. */
  readonly handles: readonly Handle[];
  /** What was read off the signals without naming anybody, by name; an absent one has its default. Category: fraud. */
  readonly facts: readonly NamedValue[];
  /** The lists that were looked at. */
  readonly lists: readonly ListVersion[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** The shop's number of the order, sealed under a key of fraud control: orders of the same instant are ordered by it. Null in records of before. Category: fraud. */
  readonly sealedOrderId: Buffer | null;
}

/** What became known of one order later. */
export interface Outcome {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** What became known. Category: fraud. */
  readonly truth: Truth;
  /** When it became known. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly knownAt: number;
}

/** One rule that fired, and on which evidence. */
export interface Reason {
  /** Code of the rule; what machines go by. */
  readonly code: string;
  /** What it adds to the score; negative when it speaks for the order. Unit: points. */
  readonly weight: number;
  /** How grave the rule is: block, review or note. */
  readonly tier: string;
  /** Whether it counted. */
  readonly state: RuleState;
  /** The features its condition names, with their values. Category: fraud. */
  readonly evidence: readonly NamedValue[];
}

/** One version of a set of rules. */
export interface RuleSet {
  /** Name of the set; also the record key. */
  readonly name: string;
  /** Number of the version; grows. */
  readonly version: number;
  /** The file. Unit: YAML. */
  readonly text: string;
  /** When it was published. Unit: ms since 1970-01-01T00:00Z. */
  readonly publishedAt: number;
  /** Role or system account that published it, never the name of a person. */
  readonly publishedBy: string;
}

/** Whether a rule counts (ACTIVE) or only tells that it would have (SHADOW). */
export type RuleState = 'ACTIVE' | 'SHADOW';

/** What an analyst decided. */
export type Ruling = 'RELEASE' | 'REFUSE';

/** What the fraud check keeps of one sign-in to an account, or of its end: keyed hashes and a country. */
export interface SignIn {
  /** Keyed hash of the event in the domain of fraud control; also the record key. Category: fraud. */
  readonly signInRef: string;
  /** What happened. */
  readonly signal: AccountSignal;
  /** When it happened. Unit: ms since 1970-01-01T00:00Z. Category: fraud. */
  readonly signedInAt: number;
  /** Account, device, address and network; at most one of each kind. Category: fraud. */
  readonly handles: readonly Handle[];
  /** Country in which the address is registered; null when that tells nothing of where the person was, as behind a VPN, a relay or Tor. Unit: ISO 3166-1 alpha-2 code. Category: fraud. */
  readonly country: string | null;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
}

/** What became known of an order later. */
export type Truth = 'CHARGEBACK' | 'CONFIRMED_GOOD';

/** What the rules conclude. */
export type Verdict = 'RELEASE' | 'REVIEW' | 'BLOCK';

/** One event that was applied to an order. */
export interface AppliedEvent {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. Category: order-reference. */
  readonly eventId: string;
  /** Where its record lay: topic, partition and offset. */
  readonly position: string;
}

/** What intake keeps beside the keys of an order and what dies with them: the published facts and which events made them. Stored, never published. */
export interface OrderNote {
  /** The value of orders.facts as last published, in the wire format: encoded once for both places. Category: order-content. */
  readonly facts: Buffer;
  /** The events that made the facts, oldest first: tells a redelivery from a duplicate. Category: order-reference. */
  readonly applied: readonly AppliedEvent[];
  /** Events that were refused although a later one would have made them acceptable, newest last: a redelivery refuses them again. */
  readonly refused: readonly RefusedEvent[];
}

/** One event that was refused for what was known of its order at that moment. */
export interface RefusedEvent {
  /** Where its record lay: topic, partition and offset. */
  readonly position: string;
  /** Why it was refused, a code of the error catalogue. */
  readonly code: string;
}

/** A mail to a customer came back; names the notice, not the customer. */
export interface MailBounce {
  /** Id of the notice, out of its return path; also the record key. Category: order-reference. */
  readonly noticeId: string;
  /** Enhanced status code of the delivery report, for example 5.1.1. */
  readonly status: string;
  /** When it came back. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** Asks to tell the customer of an order one thing of the closed list; no address and no text in it. */
export interface NotificationRequest {
  /** Keyed hash of orderId: whose customer is told; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** One of after-sales-update, privacy-request-update, identity-confirmation, data-erased. */
  readonly kind: string;
  /** Number of the request or case, as the customer is told it; of an invitation, of its link. Category: order-reference. */
  readonly reference: string;
  /** Which right is used: access, correction, deletion, deactivation, authorisation; null for cases and for data-erased. */
  readonly right: string | null;
  /** Of requests: received, under-way, answered, refused. Of cases: received, answered, closed, invited. */
  readonly stage: string | null;
  /** Only of an identity confirmation, or of an invitation to write into a case: until when its link works. The link itself is made when it is sent. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly validUntil: number | null;
  /** When it was asked for. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly requestedAt: number;
}

/** Where and to whom an order goes was wrong or has changed; what was known before is replaced as a whole. */
export interface AddressCorrected {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Where and to whom it goes now, carrier and service included. Category: shipping. */
  readonly shipping: { readonly 'fulfilment.orders.Shipping': Shipping } | { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
}

/** An after-sales case about an order was closed. */
export interface AfterSalesClosed {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Number of the after-sales case; no words of the customer. Category: order-reference. */
  readonly caseId: string;
}

/** An after-sales case about an order was opened; while it is open the order is not erased. */
export interface AfterSalesOpened {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Number of the after-sales case; no words of the customer. Category: order-reference. */
  readonly caseId: string;
}

/** Why an order was cancelled. */
export type CancelReason = 'CUSTOMER' | 'SHOP' | 'PAYMENT_FAILED' | 'STOCK';

/** How the shop reaches the customer about the order. */
export interface Contact {
  /** Address for necessary notices about the order. Unit: e-mail address. Category: contact. */
  readonly email: string;
  /** Number for necessary notices about the order. Unit: E.164 number. Category: contact. */
  readonly phone: string | null;
  /** Language and country notices are written in, for example de-AT. Unit: BCP 47 tag. Category: contact. */
  readonly locale: string;
}

/** Whether the parcels go to the door or to a pick-up point. */
export type DeliveryKind = 'HOME' | 'PICKUP_POINT';

/** Whether intake took the order in. */
export type FactsState = 'PLACED' | 'REFUSED';

/** One line of an order. */
export interface Item {
  /** The shop's article number. Category: order-content. */
  readonly sku: string;
  /** What it is, in words fit for a customs form. Category: order-content. */
  readonly description: string;
  /** How many pieces of it were ordered; at least 1. Unit: pieces. Category: order-content. */
  readonly quantity: number;
  /** Price of one piece as a decimal string with a point, for example 19.90. Unit: units of currency. Category: order-content. */
  readonly unitPrice: string;
  /** Currency of unitPrice. Unit: ISO 4217 code. Category: order-content. */
  readonly currency: string;
  /** Weight of one piece with its packing. Unit: grams. Category: order-content. */
  readonly weightGrams: number;
  /** Country the goods were made in; customs ask for it. Unit: ISO 3166-1 alpha-2 code. Category: order-content. */
  readonly originCountry: string | null;
  /** Customs tariff number of the Harmonized System, digits only. Category: order-content. */
  readonly hsCode: string | null;
}

/** An order will not be fulfilled. */
export interface OrderCancelled {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Why it was cancelled. Category: order-content. */
  readonly reason: CancelReason;
}

/** Everything about one order that names no person: the whole state after the last event, not a change. */
export interface OrderFacts {
  /** Keyed hash of orderId; also the record key. Category: order-reference. */
  readonly orderRef: string;
  /** The shop's number of the order. Category: order-reference. */
  readonly orderId: string;
  /** Keyed hash of the account; null when the order was refused. Category: account. */
  readonly customerRef: string | null;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** Grows by one with each event applied; the highest one is the newest. Category: order-reference. */
  readonly revision: number;
  /** When the order was placed; null when it was refused. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly placedAt: number | null;
  /** Country the parcels go to: the only part of the address that is a fact. Unit: ISO 3166-1 alpha-2 code. Category: order-content. */
  readonly destinationCountry: string | null;
  /** Carrier the customer chose. Category: order-content. */
  readonly carrierId: string | null;
  /** Service of that carrier. Category: order-content. */
  readonly serviceLevel: string | null;
  /** Door or pick-up point; null when the order was refused. Category: order-content. */
  readonly deliveryKind: DeliveryKind | null;
  /** What was ordered; empty when the order was refused. Category: order-content. */
  readonly items: readonly Item[];
  /** Amount of the order as a decimal string with a point. Unit: units of currency. Category: order-content. */
  readonly amount: string | null;
  /** Currency of amount. Unit: ISO 4217 code. Category: order-content. */
  readonly currency: string | null;
  /** Whether intake took the order in. Category: order-reference. */
  readonly state: FactsState;
  /** Codes of the error catalogue that tell why it was refused; empty when it was not. Category: order-reference. */
  readonly refusalCodes: readonly string[];
  /** When the payment arrived. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly paidAt: number | null;
  /** When the order was cancelled. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly cancelledAt: number | null;
  /** Why the order was cancelled. Category: order-content. */
  readonly cancelReason: CancelReason | null;
  /** The packed parcels; empty until they are packed. Category: order-content. */
  readonly parcels: readonly Parcel[];
  /** Numbers of the open after-sales cases. Category: order-reference. */
  readonly openCases: readonly string[];
  /** When an after-sales case was closed last; null while none ever was. Without it a case that was opened and closed between two snapshots would leave no trace. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly caseClosedAt: number | null;
  /** Latest occurredAt of the events applied. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly lastEventAt: number;
  /** Revision that changed last what is sent to whom: placed, packed, sent another way, to another address, or cancelled. Category: order-reference. */
  readonly deliveryRevision: number;
  /** Revision that brought the address: the sealed block that bears it is the one that counts. Category: order-reference. */
  readonly addressRevision: number;
  /** Paths of the fields that it was refused for; never values. Category: order-reference. */
  readonly refusalPaths: readonly string[];
}

/** How the fulfilment of an order ended. */
export type OrderOutcome = 'DELIVERED' | 'RETURNED' | 'LOST' | 'CANCELLED' | 'REFUSED';

/** The warehouse packed an order. */
export interface OrderPacked {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** All parcels of the order, numbered from 1. Category: order-content. */
  readonly parcels: readonly Parcel[];
}

/** A customer placed an order. The four personal blocks are plain or already sealed by the publisher. */
export interface OrderPlaced {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** The shop's number of the customer's account. Category: account. */
  readonly customerId: string;
  /** What was ordered; at least one line. Category: order-content. */
  readonly items: readonly Item[];
  /** Where and to whom it goes. Category: shipping. */
  readonly shipping: { readonly 'fulfilment.orders.Shipping': Shipping } | { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
  /** How the shop reaches the customer about the order. Category: contact. */
  readonly contact: { readonly 'fulfilment.orders.Contact': Contact } | { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
  /** What is needed to match the payment. Category: payment. */
  readonly payment: { readonly 'fulfilment.orders.Payment': Payment } | { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
  /** What the order was placed from. Category: signals. */
  readonly signals: { readonly 'fulfilment.orders.Signals': Signals } | { readonly 'fulfilment.crypto.SealedBlock': SealedBlock };
}

/** The parcels of an order go by another carrier, except those that the first one has in hands already. */
export interface OrderRerouted {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Carrier that takes over. Category: order-content. */
  readonly carrierId: string;
  /** Service of that carrier. Category: order-content. */
  readonly serviceLevel: string;
}

/** Where an order stands, told back to the order service. */
export interface OrderStatus {
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** Where the order stands. Category: order-reference. */
  readonly status: OrderStatusKind;
  /** How the fulfilment ended; set from FINISHED on. Category: order-reference. */
  readonly outcome: OrderOutcome | null;
  /** Codes that tell why; empty when there is nothing to tell. Category: order-reference. */
  readonly reasonCodes: readonly string[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When the order came to this status. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
  /** Paths of the fields that are missing or at fault, where reasonCodes say so; never values. Category: order-reference. */
  readonly fieldPaths: readonly string[];
}

/** Where an order stands, as the order service is told. */
export type OrderStatusKind = 'ACCEPTED' | 'HELD' | 'REFUSED' | 'RELEASED' | 'HANDED_OVER' | 'DELIVERED' | 'FINISHED' | 'ERASED';

/** One packed parcel of an order. */
export interface Parcel {
  /** Number of the parcel within its order, from 1. Category: order-content. */
  readonly parcel: number;
  /** Weight of the packed parcel. Unit: grams. Category: order-content. */
  readonly weightGrams: number;
  /** What is in it. Category: order-content. */
  readonly skus: readonly SkuQuantity[];
}

/** What is needed to match the payment; never a full card number, never a security code. */
export interface Payment {
  /** Kind of payment, for example card, transfer or wallet. Category: payment. */
  readonly method: string;
  /** The payment provider's reference. Category: payment. */
  readonly reference: string;
  /** Amount to pay as a decimal string with a point, for example 59.70. Unit: units of currency. Category: payment. */
  readonly amount: string;
  /** Currency of amount. Unit: ISO 4217 code. Category: payment. */
  readonly currency: string;
  /** Last four digits of the card, if one was used. Category: payment. */
  readonly cardLast4: string | null;
}

/** The payment of an order arrived. */
export interface PaymentConfirmed {
  /** Identifies the event; the same event sent twice has the same one. Unit: UUID. */
  readonly eventId: string;
  /** The shop's number of the order; also the record key. Category: order-reference. */
  readonly orderId: string;
  /** When it happened, by the clock of the publisher. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly occurredAt: number;
  /** Amount that arrived as a decimal string with a point. Unit: units of currency. Category: payment. */
  readonly amount: string;
  /** Currency of amount. Unit: ISO 4217 code. Category: payment. */
  readonly currency: string;
}

/** The locker or shop a parcel is fetched from. */
export interface PickupPoint {
  /** The carrier's number of the locker or shop. Category: shipping. */
  readonly pointId: string;
  /** The customer's number with the carrier, where lockers ask for one. Category: shipping. */
  readonly customerPostNumber: string | null;
}

/** One category of personal data of one order, sealed under the key of that order and category. */
export interface SealedCategory {
  /** Keyed hash of orderId. Category: order-reference. */
  readonly orderRef: string;
  /** Category of the policy the block belongs to. */
  readonly category: string;
  /** Full name of the record inside the block. */
  readonly schemaName: string;
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When it was sealed. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly sealedAt: number;
  /** The sealed record. */
  readonly block: SealedBlock;
  /** Revision of the facts of the order that brought the block: facts of another revision speak of another block. Category: order-reference. */
  readonly revision: number;
}

/** Where and to whom the parcels of an order go. */
export interface Shipping {
  /** Name on the label. Category: shipping. */
  readonly recipientName: string;
  /** Number the carrier may call or text about the delivery. Unit: E.164 number. Category: shipping. */
  readonly phone: string | null;
  /** Address the carrier may write to about the delivery. Unit: e-mail address. Category: shipping. */
  readonly email: string | null;
  /** Street, number and additions, one line each, in the order of the label. Category: shipping. */
  readonly addressLines: readonly string[];
  /** Town of the address. Category: shipping. */
  readonly city: string;
  /** State, province or county, where the country uses one. Category: shipping. */
  readonly region: string | null;
  /** Postal code in the form of the country; some countries have none. Category: shipping. */
  readonly postalCode: string | null;
  /** Country the parcels go to. Unit: ISO 3166-1 alpha-2 code. Category: shipping. */
  readonly countryCode: string;
  /** Set when the parcels go to a locker or shop instead of the door. Category: shipping. */
  readonly pickupPoint: PickupPoint | null;
  /** Carrier the customer chose, as the policy names it. Category: shipping. */
  readonly carrierId: string;
  /** Service of that carrier, for example standard or express. Category: shipping. */
  readonly serviceLevel: string;
}

/** What the order was placed from; read by the fraud check only. */
export interface Signals {
  /** Identifier of the device as the shop knows it. Category: signals. */
  readonly deviceId: string;
  /** Address the order came from. Unit: IPv4 or IPv6 address. Category: signals. */
  readonly ipAddress: string;
  /** User agent of the browser or app. Category: signals. */
  readonly userAgent: string | null;
  /** Languages the browser asked for. Category: signals. */
  readonly acceptLanguage: string | null;
  /** When the customer's account was opened. Unit: ms since 1970-01-01T00:00Z. Category: signals. */
  readonly accountCreatedAt: number | null;
  /** Number of the network the address belongs to. Unit: autonomous system number. Category: signals. */
  readonly asn: number | null;
}

/** The block sealed under the category signals: the signals and the account they belong to. */
export interface SignalsOfAccount {
  /** The shop's number of the customer's account. Category: account. */
  readonly customerId: string;
  /** The signals as published. Category: signals. */
  readonly signals: Signals;
  /** The shop's number of the order. Category: order-reference. */
  readonly orderId: string;
  /** When the order was placed; null in blocks of before. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly placedAt: number | null;
  /** Amount of the order as a decimal string with a point. Unit: units of currency. Category: order-content. */
  readonly amount: string | null;
  /** Currency of amount. Unit: ISO 4217 code. Category: order-content. */
  readonly currency: string | null;
  /** Country the parcels go to. Unit: ISO 3166-1 alpha-2 code. Category: order-content. */
  readonly shipCountry: string | null;
  /** Language chosen in the shop. Category: signals. */
  readonly locale: string | null;
  /** What follows the @ of the e-mail address. Category: signals. */
  readonly mailDomain: string | null;
  /** Longest run of digits before the @. Unit: digits. Category: signals. */
  readonly mailDigits: number;
  /** First digits of an international telephone number, four at most. Category: signals. */
  readonly phonePrefix: string | null;
  /** Keyed hash of the e-mail address in the domain of fraud control. Category: fraud. */
  readonly emailHash: string | null;
  /** Keyed hash of the telephone number in the domain of fraud control. Category: fraud. */
  readonly phoneHash: string | null;
  /** Keyed hash of the address in the domain of fraud control. Category: fraud. */
  readonly addressHash: string | null;
}

/** How many pieces of one article. */
export interface SkuQuantity {
  /** The shop's article number. Category: order-content. */
  readonly sku: string;
  /** How many pieces; at least 1. Unit: pieces. Category: order-content. */
  readonly quantity: number;
}

/** One version of the privacy policy as services run it. */
export interface PolicyVersion {
  /** Number of the version; grows by one. */
  readonly version: number;
  /** The policy file. Unit: YAML. */
  readonly text: string;
  /** When it was published. Unit: ms since 1970-01-01T00:00Z. */
  readonly publishedAt: number;
  /** Role or system account that published it, never the name of a person. */
  readonly publishedBy: string;
  /** The policy as people read it from this version on; null: as with the version before. */
  readonly readableText: string | null;
}

/** What the warehouse takes from the shelf for one parcel; no person in it. */
export interface Pick {
  /** Keyed hash of carrier, order and parcel; also the record key. Category: order-reference. */
  readonly shipmentRef: string;
  /** What to take. Category: order-content. */
  readonly items: readonly SkuQuantity[];
  /** Policy version the record was made under. */
  readonly policyVersion: number;
  /** When it was released. Unit: ms since 1970-01-01T00:00Z. Category: order-reference. */
  readonly at: number;
}

/** Every record by its full name. */
export interface RecordTypes {
  readonly 'fulfilment.accounts.AccountDeactivated': AccountDeactivated;
  readonly 'fulfilment.accounts.AccountRegistered': AccountRegistered;
  readonly 'fulfilment.accounts.AccountSignedIn': AccountSignedIn;
  readonly 'fulfilment.carriers.CarrierAgreement': CarrierAgreement;
  readonly 'fulfilment.carriers.CarrierEntry': CarrierEntry;
  readonly 'fulfilment.carriers.CarrierLogin': CarrierLogin;
  readonly 'fulfilment.carriers.SealedShipment': SealedShipment;
  readonly 'fulfilment.carriers.SealingKey': SealingKey;
  readonly 'fulfilment.carriers.ShipmentProgress': ShipmentProgress;
  readonly 'fulfilment.carriers.ShipmentStatus': ShipmentStatus;
  readonly 'fulfilment.carriers.ShipmentsNarrowed': ShipmentsNarrowed;
  readonly 'fulfilment.crypto.IngressKey': IngressKey;
  readonly 'fulfilment.crypto.SealedBlock': SealedBlock;
  readonly 'fulfilment.deadletters.DeadLetter': DeadLetter;
  readonly 'fulfilment.desk.AuthorisationTouched': AuthorisationTouched;
  readonly 'fulfilment.desk.AuthorisedData': AuthorisedData;
  readonly 'fulfilment.desk.CaseMessage': CaseMessage;
  readonly 'fulfilment.desk.CasePhoto': CasePhoto;
  readonly 'fulfilment.desk.MailedText': MailedText;
  readonly 'fulfilment.desk.SubjectRequest': SubjectRequest;
  readonly 'fulfilment.erasure.ErasureAlarm': ErasureAlarm;
  readonly 'fulfilment.erasure.ErasureCommand': ErasureCommand;
  readonly 'fulfilment.erasure.ErasureReceipt': ErasureReceipt;
  readonly 'fulfilment.erasure.ErasureRequest': ErasureRequest;
  readonly 'fulfilment.erasure.LedgerCheckpoint': LedgerCheckpoint;
  readonly 'fulfilment.erasure.LedgerEntry': LedgerEntry;
  readonly 'fulfilment.erasure.LedgerIntent': LedgerIntent;
  readonly 'fulfilment.erasure.Participant': Participant;
  readonly 'fulfilment.erasure.SignedReceipt': SignedReceipt;
  readonly 'fulfilment.fraud.Assessment': Assessment;
  readonly 'fulfilment.fraud.Claim': Claim;
  readonly 'fulfilment.fraud.Decision': Decision;
  readonly 'fulfilment.fraud.Handle': Handle;
  readonly 'fulfilment.fraud.ListEntry': ListEntry;
  readonly 'fulfilment.fraud.ListVersion': ListVersion;
  readonly 'fulfilment.fraud.NamedValue': NamedValue;
  readonly 'fulfilment.fraud.Observation': Observation;
  readonly 'fulfilment.fraud.Outcome': Outcome;
  readonly 'fulfilment.fraud.Reason': Reason;
  readonly 'fulfilment.fraud.RuleSet': RuleSet;
  readonly 'fulfilment.fraud.SignIn': SignIn;
  readonly 'fulfilment.intake.AppliedEvent': AppliedEvent;
  readonly 'fulfilment.intake.OrderNote': OrderNote;
  readonly 'fulfilment.intake.RefusedEvent': RefusedEvent;
  readonly 'fulfilment.notifications.MailBounce': MailBounce;
  readonly 'fulfilment.notifications.NotificationRequest': NotificationRequest;
  readonly 'fulfilment.orders.AddressCorrected': AddressCorrected;
  readonly 'fulfilment.orders.AfterSalesClosed': AfterSalesClosed;
  readonly 'fulfilment.orders.AfterSalesOpened': AfterSalesOpened;
  readonly 'fulfilment.orders.Contact': Contact;
  readonly 'fulfilment.orders.Item': Item;
  readonly 'fulfilment.orders.OrderCancelled': OrderCancelled;
  readonly 'fulfilment.orders.OrderFacts': OrderFacts;
  readonly 'fulfilment.orders.OrderPacked': OrderPacked;
  readonly 'fulfilment.orders.OrderPlaced': OrderPlaced;
  readonly 'fulfilment.orders.OrderRerouted': OrderRerouted;
  readonly 'fulfilment.orders.OrderStatus': OrderStatus;
  readonly 'fulfilment.orders.Parcel': Parcel;
  readonly 'fulfilment.orders.Payment': Payment;
  readonly 'fulfilment.orders.PaymentConfirmed': PaymentConfirmed;
  readonly 'fulfilment.orders.PickupPoint': PickupPoint;
  readonly 'fulfilment.orders.SealedCategory': SealedCategory;
  readonly 'fulfilment.orders.Shipping': Shipping;
  readonly 'fulfilment.orders.Signals': Signals;
  readonly 'fulfilment.orders.SignalsOfAccount': SignalsOfAccount;
  readonly 'fulfilment.orders.SkuQuantity': SkuQuantity;
  readonly 'fulfilment.policy.PolicyVersion': PolicyVersion;
  readonly 'fulfilment.warehouse.Pick': Pick;
}

export type RecordName = keyof RecordTypes;
