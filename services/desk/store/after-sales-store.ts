// The port of after-sales cases. Blocks come sealed under the order's key of the category after-sales and go back as they came.
import type { OrderRef } from '#shared/domain/refs';
import type { SealedBlock } from '#shared/vault/vault';
import type { AfterSalesCase, CaseEntry } from '../domain/cases/after-sales-case.js';
import type { CaseLink } from '../domain/cases/case-link.js';

export interface SealedEntry extends CaseEntry {
  readonly block: SealedBlock;
}

/** Which cases of an order are open, as its facts tell. */
export interface CasesOfOrder {
  readonly orderRef: OrderRef;
  readonly openCaseIds: readonly string[];
  readonly closedAtMs: number | null;
}

export interface AfterSalesStore {
  /** Durable when it resolves; the same again changes nothing. Answers what is there. */
  open(opened: AfterSalesCase): Promise<AfterSalesCase>;
  find(caseRef: string): Promise<AfterSalesCase | null>;
  ofOrder(orderRef: string): Promise<readonly AfterSalesCase[]>;
  close(caseRef: string, atMs: number): Promise<void>;
  /** Closes cases that the order once named as open and does not any more. */
  follow(orders: readonly CasesOfOrder[]): Promise<void>;
  /** Durable when it resolves; the same id again changes nothing. */
  add(entry: SealedEntry): Promise<void>;
  /** Oldest first, without their blocks. */
  entries(caseRef: string): Promise<readonly CaseEntry[]>;
  /** Oldest first. @param kind one of them; photos are large: ask for one at a time by its id */
  blocks(caseRef: string, kind: CaseEntry['kind'], entryId: string | null): Promise<readonly SealedEntry[]>;
  /** Durable when it resolves. The same reference again answers the link that is there. null: no such case, or it has as many as it may. */
  putLink(caseRef: string, link: CaseLink): Promise<CaseLink | null>;
  linksOf(caseRef: string): Promise<readonly CaseLink[]>;
  /** Uses it up for one form, durable when it resolves. @returns false: another form has, or there is no such link */
  useLink(caseRef: string, reference: string, attempt: string): Promise<boolean>;
  /** Everything of these orders, and answers of which how much there was. */
  erase(orderRefs: readonly OrderRef[]): Promise<ReadonlyMap<OrderRef, number>>;
}
