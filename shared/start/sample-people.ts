// The people who come to the desk in the sample: one for each role, and customers, known to a provider on this machine.
import { randomBytes } from 'node:crypto';
import { ROLES } from '#services/desk/domain/roles';
import { generateOrders } from '#shared/sample/generate-orders';
import { type IdentityProvider, startIdentityProvider } from '#shared/sample/identity/identity-provider';
import type { PlainOrder } from '#shared/sample/orders/plain-order';

/** What access tokens of the sample are made for. */
export const DESK_AUDIENCE = 'urn:privacy-desk';

/** @param customerId the account of the one customer who can log in */
export async function startSamplePeople(customerId: string): Promise<IdentityProvider> {
  return startIdentityProvider({
    port: 0,
    audience: DESK_AUDIENCE,
    clients: ROLES.map((role) => ({
      clientId: role,
      clientSecret: randomBytes(24).toString('base64url'),
      roles: [role],
      ...(role === 'customer' ? { customerId } : {}),
    })),
  });
}

/** An order of the customer who can log in that nobody pays: it stays as it is, so that there is time to use her rights about it. */
export function orderToTry(seed: string, customerId: string, atMs: number): PlainOrder | null {
  const [order] = generateOrders({ seed: `${seed}, to try`, count: 1, firstAtMs: atMs });
  return order === undefined ? null : { ...order, customerId };
}

/** What the person at the terminal reads of the desk. */
export function deskLines(address: string | undefined, people: IdentityProvider): string {
  if (address === undefined) return '';
  const logIns = ROLES.filter((role) => role !== 'service').map(
    (role) => `  ${role.padEnd(17)} ${address}/console/?as=${role}`,
  );
  return [
    `Privacy desk: ${address}/console/   ${address}/policy   ${address}/openapi.json`,
    'One click opens the console in a role; people of the house sign its agreement of confidentiality first, with one press:',
    ...logIns,
    `An access token of a role, for programs: ${people.issuer}/log-in`,
    '',
  ].join('\n');
}
