// A one-time link by which the person of an order writes into a case without a log-in. Pure.

export const CASE_LINK_LIMITS = {
  /** How long it works, by the clock of the machine. */
  livesMs: 7 * 86_400_000,
  /** Links of one case. */
  links: 10,
  /** Photos sent in by one link, and all that is sent in by it. */
  photos: 5,
  bytes: 30 * 1024 * 1024,
} as const;

export interface CaseLink {
  /** Number of the case, and what tells its links apart. */
  readonly reference: string;
  readonly untilMs: number;
  /** The form that used it up; the same form may be sent again, e.g. when its answer got lost. null: not used. */
  readonly usedBy: string | null;
}

const REFERENCE = /^(C-[0-9A-Z]{12})-[0-9A-Z]{12}$/;

export function linkReference(caseRef: string, shortName: string): string {
  return `${caseRef}-${shortName}`;
}

/** null: a link that leads to something else. */
export function caseOfLink(reference: string): string | null {
  return REFERENCE.exec(reference)?.[1] ?? null;
}

/** @param attempt the form that is sent in; null: somebody looks only */
export function isUsed({ usedBy }: CaseLink, attempt: string | null): boolean {
  return usedBy !== null && usedBy !== attempt;
}
