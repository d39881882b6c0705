// What the commands of analysts reach: the running broker, the terminal, the time.
import type { Assessment, Claim, Decision, ListEntry, Outcome } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import type { FraudAsked } from './fraud-arguments.js';

/** What the command reaches of the running broker. */
export interface AnalystDesk {
  /** The newest assessment of each order, by ref. */
  assessments(): Promise<ReadonlyMap<string, Assessment>>;
  /** The newest decision on each order, by ref. */
  decisions(): Promise<ReadonlyMap<string, Decision>>;
  /** What became known last, by ref. */
  outcomes(): Promise<ReadonlyMap<string, { readonly truth: 'fraud' | 'good'; readonly knownAt: number }>>;
  /** What stands of the claims on each order, by ref. */
  claims(): Promise<ReadonlyMap<string, Claim>>;
  claim(claim: Claim): Promise<void>;
  /** The entries of lists, by id; those that are over among them. */
  entries(): Promise<ReadonlyMap<string, ListEntry>>;
  list(entry: ListEntry): Promise<void>;
  /** Of the rules in force. */
  ruleCodes(): Promise<readonly string[]>;
  /** How long the policy lets fraud control keep anything. */
  keepMs(): number;
  refOf(orderId: string): string;
  decide(decision: Decision): Promise<void>;
  tell(outcome: Outcome): Promise<void>;
}

export interface FraudSurroundings {
  readonly columns: number | undefined;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly openDesk: () => Promise<AnalystDesk>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export interface Work extends FraudSurroundings {
  readonly desk: AnalystDesk;
  readonly asked: FraudAsked;
  readonly width: number;
}
