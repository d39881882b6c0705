// Agreements of confidentiality, in memory.
import type { Agreement } from '#services/desk/domain/agreements/agreement';
import type { AgreementStore } from '#services/desk/store/agreement-store';

export function createMemoryAgreements(): AgreementStore {
  const agreements = new Map<string, Agreement>();
  return {
    put: async (agreement) => void agreements.set(agreement.subject, agreement),
    find: async (subject) => agreements.get(subject) ?? null,
    page: async (limit) => [...agreements.values()].slice(0, limit),
  };
}
