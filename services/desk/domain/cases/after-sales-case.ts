// An after-sales case about one order and what people put into it. Pure. What they wrote or showed is not in here: it lies sealed.

export const CASE_LIMITS = {
  /** Characters of one message. */
  text: 5_000,
  /** Messages and photos of one case. */
  entries: 50,
  /** Cases of one order that are open at the same time. */
  open: 5,
  /** A photo as it was drawn anew: what one document of the database holds, with room. */
  photoBytes: 14 * 1024 * 1024,
} as const;

export const CASE_PARTIES = ['customer', 'customer-service', 'shop'] as const;
export type CaseParty = (typeof CASE_PARTIES)[number];

export interface AfterSalesCase {
  /** As people are told it; made of order and number, so that two shops' numbers never meet. */
  readonly caseRef: string;
  readonly orderRef: string;
  readonly customerRef: string | null;
  /** Under which the events of the order name it. */
  readonly caseId: string;
  readonly openedBy: CaseParty;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
}

export interface CaseEntry {
  readonly entryId: string;
  readonly caseRef: string;
  readonly orderRef: string;
  readonly from: Exclude<CaseParty, 'shop'>;
  readonly kind: 'message' | 'photo';
  readonly atMs: number;
}

/** Whether this person may see and fill the case: the customer her own, customer service any that it names. */
export function isTheirs(found: Pick<AfterSalesCase, 'customerRef'>, customerRef: string | null): boolean {
  return customerRef === null || found.customerRef === customerRef;
}
