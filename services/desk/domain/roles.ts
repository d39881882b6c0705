// Who may come to the desk. The list is closed: a role that a token claims and the desk does not know gives nothing.

export const ROLES = [
  'customer-service',
  'analyst',
  'privacy-officer',
  'auditor',
  'administrator',
  'service',
  'customer',
] as const;
export type Role = (typeof ROLES)[number];

/** Whoever stands behind a request, as the identity provider vouches for them. */
export interface Principal {
  /** The provider's identifier of the person or program; it goes to the audit trail, never to a log. */
  readonly subject: string;
  readonly roles: ReadonlySet<Role>;
  /** The account of a customer, as the shop numbers it; absent for everybody else. */
  readonly customerId?: string;
}

const KNOWN: ReadonlySet<string> = new Set(ROLES);

/** The known roles among what a token claims; anything else gives none. */
export function rolesOf(claim: unknown): ReadonlySet<Role> {
  if (!Array.isArray(claim)) return new Set();
  return new Set(claim.filter((role): role is Role => typeof role === 'string' && KNOWN.has(role)));
}

/** Whether the person has one of the roles that a door is open to. A customer without an account is nobody's customer: the role opens nothing. */
export function mayEnter({ roles, customerId }: Principal, open: readonly Role[]): boolean {
  return open.some((role) => roles.has(role) && (role !== 'customer' || customerId !== undefined));
}
