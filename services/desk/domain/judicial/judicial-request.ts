// A request of a judicial authority, from the day it came in writing to the day it is closed. Pure. It names orders by keyed hash only, and
// nothing in it is free text, so that no name of a person gets in.

/** What an authority may lean on. A letter that names none of these is answered with a refusal. */
export const LEGAL_BASES = {
  COURT_ORDER: 'An order of a court, signed by a judge.',
  PROSECUTOR_ORDER: 'A written order of a public prosecutor within an open case.',
  POLICE_STATUTORY_ORDER: 'A written order of the police under a statute that obliges the shop to answer.',
  AUTHORITY_STATUTORY_ORDER:
    'A written order of customs, tax or another authority under a statute that obliges the shop to answer.',
} as const;
export type LegalBasis = keyof typeof LEGAL_BASES;

/** Why a request is turned down. */
export const REJECT_REASONS = {
  NO_LEGAL_BASIS: 'It names no law that obliges the shop to answer.',
  SCOPE_TOO_WIDE: 'It asks for more than its case needs.',
  NOT_GENUINE: 'It could not be confirmed with the authority.',
  NOT_COMPETENT: 'The authority has no say in this matter.',
} as const;
export type RejectReason = keyof typeof REJECT_REASONS;

const APPROVALS_NEEDED = 2;

export interface Authority {
  readonly authorityId: string;
  /** Of the institution, not of a person. */
  readonly name: string;
  /** Follows from the key: another key is another name. */
  readonly keyId: string;
  /** 32 bytes of X25519, base64url. */
  readonly publicKey: string;
  readonly registeredBy: string;
  readonly registeredAtMs: number;
}

export interface Step {
  /** The identity provider's identifier of who did it. */
  readonly by: string;
  readonly atMs: number;
}

export type JudicialState = 'received' | 'approved' | 'disclosed' | 'rejected' | 'closed';

export interface JudicialRequest {
  readonly requestId: string;
  readonly authorityId: string;
  /** The key it will be sealed to: another one needs another request. */
  readonly keyId: string;
  /** The authority's file number. */
  readonly reference: string;
  readonly legalBasis: LegalBasis;
  readonly orderRefs: readonly string[];
  readonly categories: readonly string[];
  readonly state: JudicialState;
  readonly received: Step;
  readonly approvals: readonly Step[];
  readonly rejected: (Step & { readonly reason: RejectReason }) | null;
  readonly disclosures: readonly (Step & { readonly sha256: string })[];
  readonly closed: Step | null;
  /** Raised by each change: whoever changes an outdated one is told. */
  readonly revision: number;
}

export type JudicialAct =
  | { readonly kind: 'approve'; readonly step: Step }
  | { readonly kind: 'reject'; readonly step: Step; readonly reason: RejectReason }
  | { readonly kind: 'disclose'; readonly step: Step; readonly sha256: string }
  | { readonly kind: 'close'; readonly step: Step };

export type Acted =
  | { readonly kind: 'done'; readonly request: JudicialRequest }
  /** `same-person`: it takes two. `not-now`: the request is not at that point. */
  | { readonly kind: 'same-person' | 'not-now' };

export function receive(
  fresh: Omit<JudicialRequest, 'state' | 'approvals' | 'rejected' | 'disclosures' | 'closed' | 'revision'>,
): JudicialRequest {
  return { ...fresh, state: 'received', approvals: [], rejected: null, disclosures: [], closed: null, revision: 0 };
}

export function act(request: JudicialRequest, done: JudicialAct): Acted {
  const { state, approvals, disclosures } = request;
  switch (done.kind) {
    case 'approve': {
      if (state !== 'received') return NOT_NOW;
      if (approvals.some(({ by }) => by === done.step.by)) return { kind: 'same-person' };
      const all = [...approvals, done.step];
      return next(request, { approvals: all, state: all.length < APPROVALS_NEEDED ? 'received' : 'approved' });
    }
    case 'reject':
      if (state !== 'received') return NOT_NOW;
      return next(request, { state: 'rejected', rejected: { ...done.step, reason: done.reason } });
    case 'disclose':
      // Again is allowed: an answer can get lost, and nobody but the authority can read it.
      if (!mayDisclose(request)) return NOT_NOW;
      return next(request, {
        state: 'disclosed',
        disclosures: [...disclosures, { ...done.step, sha256: done.sha256 }],
      });
    case 'close':
      if (!mayDisclose(request)) return NOT_NOW;
      return next(request, { state: 'closed', closed: done.step });
  }
}

/** Two people have said yes, and it is not closed. */
export function mayDisclose({ state, approvals }: JudicialRequest): boolean {
  const people = new Set(approvals.map(({ by }) => by));
  return (state === 'approved' || state === 'disclosed') && people.size >= APPROVALS_NEEDED;
}

const NOT_NOW: Acted = Object.freeze({ kind: 'not-now' });

function next(request: JudicialRequest, changes: Partial<JudicialRequest>): Acted {
  return { kind: 'done', request: { ...request, ...changes, revision: request.revision + 1 } };
}
