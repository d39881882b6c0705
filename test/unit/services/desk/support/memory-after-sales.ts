// After-sales cases in memory, for tests of the desk's steps.
import type { OrderRef } from '#shared/domain/refs';
import type { AfterSalesCase } from '#services/desk/domain/cases/after-sales-case';
import { CASE_LINK_LIMITS, type CaseLink } from '#services/desk/domain/cases/case-link';
import type { AfterSalesStore, SealedEntry } from '#services/desk/store/after-sales-store';

export function createMemoryAfterSales(): AfterSalesStore {
  const cases = new Map<string, AfterSalesCase>();
  const seen = new Set<string>();
  const entries = new Map<string, SealedEntry>();
  const links = new Map<string, readonly CaseLink[]>();
  const linksOf = (caseRef: string) => links.get(caseRef) ?? [];
  const of = (caseRef: string): SealedEntry[] => [...entries.values()].filter((entry) => entry.caseRef === caseRef);
  return {
    open: async (opened) => {
      if (!cases.has(opened.caseRef)) cases.set(opened.caseRef, opened);
      return cases.get(opened.caseRef) ?? opened;
    },
    find: async (caseRef) => cases.get(caseRef) ?? null,
    ofOrder: async (orderRef) => [...cases.values()].filter((one) => one.orderRef === orderRef),
    close: async (caseRef, closedAtMs) => {
      const found = cases.get(caseRef);
      if (found !== undefined && found.closedAtMs === null) cases.set(caseRef, { ...found, closedAtMs });
    },
    follow: async (orders) => {
      for (const { orderRef, openCaseIds, closedAtMs } of orders) {
        for (const one of cases.values()) {
          if (one.orderRef !== orderRef) continue;
          if (openCaseIds.includes(one.caseId)) seen.add(one.caseRef);
          else if (seen.has(one.caseRef) && closedAtMs !== null && one.closedAtMs === null)
            cases.set(one.caseRef, { ...one, closedAtMs });
        }
      }
    },
    add: async (entry) => void entries.set(entry.entryId, entries.get(entry.entryId) ?? entry),
    entries: async (caseRef) => of(caseRef).map(({ block: _block, ...entry }) => entry),
    blocks: async (caseRef, kind, entryId) =>
      of(caseRef).filter((entry) => entry.kind === kind && (entryId === null || entry.entryId === entryId)),
    putLink: async (caseRef, link) => {
      const there = linksOf(caseRef);
      const known = there.find(({ reference }) => reference === link.reference);
      if (known !== undefined) return known;
      if (!cases.has(caseRef) || there.length >= CASE_LINK_LIMITS.links) return null;
      links.set(caseRef, [...there, link]);
      return link;
    },
    linksOf: async (caseRef) => linksOf(caseRef),
    useLink: async (caseRef, wanted, attempt) => {
      const free = linksOf(caseRef).find(
        ({ reference, usedBy }) => reference === wanted && [null, attempt].includes(usedBy),
      );
      if (free === undefined) return false;
      const used = linksOf(caseRef).map((one) => (one === free ? { ...one, usedBy: attempt } : one));
      links.set(caseRef, used);
      return true;
    },
    erase: async (orderRefs) => {
      for (const { caseRef, orderRef } of cases.values())
        if ((orderRefs as readonly string[]).includes(orderRef)) links.delete(caseRef);
      const gone = new Map<OrderRef, number>();
      for (const kept of [cases, entries]) {
        for (const [key, { orderRef }] of kept) {
          if (!(orderRefs as readonly string[]).includes(orderRef)) continue;
          kept.delete(key);
          gone.set(orderRef as OrderRef, (gone.get(orderRef as OrderRef) ?? 0) + 1);
        }
      }
      return gone;
    },
  };
}
