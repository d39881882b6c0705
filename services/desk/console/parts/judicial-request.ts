// A request of a judicial authority as the desk tells of it, and the words for it.
import type { Tone } from './badge.jsx';
import type { MayHave } from './category-choice.jsx';

interface Step {
  readonly by: string;
  readonly at: string;
}

export interface JudicialRequest {
  readonly requestId: string;
  readonly authorityId: string;
  readonly keyId: string;
  /** The authority's file number. */
  readonly reference: string;
  readonly legalBasis: string;
  readonly state: 'received' | 'approved' | 'disclosed' | 'rejected' | 'closed';
  readonly orderRefs: readonly string[];
  readonly categories: readonly string[];
  readonly received: Step;
  readonly approvals: readonly Step[];
  readonly rejected: (Step & { readonly reason: string }) | null;
  readonly disclosures: readonly (Step & { readonly sha256: string })[];
  readonly closed: Step | null;
}

export interface Authority {
  readonly authorityId: string;
  readonly name: string;
  readonly keyId: string;
  readonly registeredAt: string;
}

export interface Authorities {
  readonly authorities: readonly Authority[];
  readonly mayHave: readonly MayHave[];
}

export const LEGAL_BASES: Readonly<Record<string, string>> = {
  COURT_ORDER: 'Order of a court',
  PROSECUTOR_ORDER: 'Written order of a public prosecutor',
  POLICE_STATUTORY_ORDER: 'Written order of the police under a statute',
  AUTHORITY_STATUTORY_ORDER: 'Written order of customs, tax or another authority under a statute',
};

export const REJECT_REASONS: Readonly<Record<string, string>> = {
  NO_LEGAL_BASIS: 'It names no law that obliges the shop to answer',
  SCOPE_TOO_WIDE: 'It asks for more than its case needs',
  NOT_GENUINE: 'It could not be confirmed with the authority',
  NOT_COMPETENT: 'The authority has no say in this matter',
};

const STATES: Readonly<Record<JudicialRequest['state'], { readonly says: string; readonly tone: Tone }>> = {
  received: { says: 'Waits for approval', tone: 'warn' },
  approved: { says: 'Approved', tone: 'info' },
  disclosed: { says: 'Answered', tone: 'good' },
  rejected: { says: 'Rejected', tone: 'bad' },
  closed: { says: 'Closed', tone: 'plain' },
};

export const judicialState = ({ state }: JudicialRequest) => STATES[state];

export const isOver = ({ state }: JudicialRequest): boolean => state === 'rejected' || state === 'closed';

const NEEDED = 2;

/** What it waits for, and who has to act. @param subject who looks @param isKeyOther the authority has another key than when it came in; null: it is over */
export function waitsFor(request: JudicialRequest, subject: string, isKeyOther: boolean): string | null {
  const { state, approvals } = request;
  if (isOver(request)) return null;
  if (isKeyOther) return KEY_OTHER;
  if (state === 'approved') return 'Waits for a privacy officer, who makes the sealed answer.';
  if (state === 'disclosed') return 'Waits for a privacy officer, who closes it when the authority has its answer.';
  const open = NEEDED - approvals.length;
  if (open >= NEEDED)
    return 'Waits for two different people, each a privacy officer or an administrator, to approve it.';
  return hasApproved(request, subject)
    ? 'You have approved it. It takes another person now, a privacy officer or an administrator: ask a colleague.'
    : `Waits for a second person: ${approvals.map(({ by }) => by).join(', ')} has approved it already.`;
}

const KEY_OTHER =
  'The authority has another key than when this came in, so nothing can be sealed for it: take the request in anew.';

export const hasApproved = ({ approvals }: JudicialRequest, subject: string): boolean =>
  approvals.some(({ by }) => by === subject);
