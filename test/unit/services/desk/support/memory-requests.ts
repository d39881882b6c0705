// Requests of people in memory, for tests of the desk's steps.
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import type { RequestStore } from '#services/desk/store/request-store';
import type { SealedBlock } from '#shared/vault/vault';

export function createMemoryRequests(): RequestStore & { readonly mails: Map<string, SealedBlock> } {
  const mails = new Map<string, SealedBlock>();
  const requests = new Map<string, SubjectRequest>();
  const keys = new Map<string, string>();
  const links = new Map<string, { requestId: string; untilMs: number }>();
  return {
    mails,
    create: async (request, key) => {
      const first = requests.has(request.requestId) ? request.requestId : keys.get(`${request.customerRef}/${key}`);
      if (first !== undefined) return requests.get(first) as SubjectRequest;
      keys.set(`${request.customerRef}/${key}`, request.requestId);
      requests.set(request.requestId, request);
      return request;
    },
    find: async (requestId) => requests.get(requestId) ?? null,
    page: async () => [...requests.values()],
    open: async () => [...requests.values()].filter(({ answeredAtMs }) => answeredAtMs === null),
    save: async ({ requestId, ...changes }) => {
      requests.set(requestId, { ...(requests.get(requestId) as SubjectRequest), ...pick(changes) });
    },
    putCorrection: async (requestId, correction) => {
      const found = requests.get(requestId);
      if (found === undefined || found.answeredAtMs !== null) return false;
      if ((found.correction?.edition ?? 0) !== correction.edition - 1) return false;
      requests.set(requestId, { ...found, correction });
      return true;
    },
    confirm: async ({ requestId, customerRef, proven, orders, confirmedAtMs }) => {
      const found = requests.get(requestId);
      if (found?.mailed === undefined || found.mailed === null || found.mailed.confirmedAtMs !== null) return false;
      if (found.answeredAtMs !== null) return false;
      requests.set(requestId, { ...found, customerRef, proven, orders, mailed: { ...found.mailed, confirmedAtMs } });
      return true;
    },
    forgetAnswered: async (customerRef) => {
      for (const [id, one] of requests)
        if (one.customerRef === customerRef && one.answeredAtMs !== null) requests.delete(id);
    },
    putMail: async (requestId, _requestRef, mail) => void mails.set(requestId, mails.get(requestId) ?? mail),
    mailOf: async (requestId) => mails.get(requestId) ?? null,
    dropMail: async (requestId) => void mails.delete(requestId),
    putLink: async (hash, requestId, untilMs) => void links.set(hash, { requestId, untilMs }),
    takeLink: async (hash, nowMs) => {
      const found = links.get(hash);
      links.delete(hash);
      return found === undefined || found.untilMs <= nowMs ? null : found.requestId;
    },
  };
}

type Saved = Pick<SubjectRequest, 'told' | 'answeredAtMs' | 'end' | 'noticedAtMs'>;

/** As the database does it: nothing but these is written. */
function pick({ told, answeredAtMs, end, noticedAtMs }: Saved): Saved {
  return { told, answeredAtMs, end, noticedAtMs };
}
