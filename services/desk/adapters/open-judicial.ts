// Judicial requests over the real stores and keys.
import type { AuthorityOperations } from '../api/routes/authorities-route.js';
import type { JudicialOperations } from '../api/routes/judicial-route.js';
import {
  approveRequest,
  closeRequest,
  discloseRequest,
  type JudicialDeps,
  receiveRequest,
  rejectRequest,
} from '../steps/judicial-requests.js';
import { AUTHORITY, shareableWith } from '../steps/shareable.js';
import { isUsableKey, keyIdOf, sealDisclosure } from './sealed-letters.js';

export interface Judicial {
  readonly authorities: AuthorityOperations;
  readonly judicial: JudicialOperations;
}

export function openJudicial(parts: Omit<JudicialDeps, 'seal'>): Judicial {
  const deps: JudicialDeps = { ...parts, seal: sealDisclosure };
  const { store } = deps;
  return {
    authorities: {
      all: () => store.authorities(),
      mayHave: () => shareableWith(deps.policy.current(), AUTHORITY),
      register: async (named, registeredBy) => {
        if (!(await isUsableKey(named.publicKey))) return null;
        const registered = { keyId: keyIdOf(named.publicKey), registeredBy, registeredAtMs: deps.clock.nowMs() };
        const authority = { ...named, ...registered };
        await store.putAuthority(authority);
        return authority;
      },
    },
    judicial: {
      receive: (asked, by, key) => receiveRequest(deps, asked, by, key),
      approve: (requestId, by) => approveRequest(deps, requestId, by),
      reject: (requestId, by, reason) => rejectRequest(deps, requestId, by, reason),
      disclose: (requestId, by) => discloseRequest(deps, requestId, by),
      close: (requestId, by) => closeRequest(deps, requestId, by),
      find: (requestId) => store.find(requestId),
      page: (limit, after) => store.page(limit, after),
    },
  };
}
