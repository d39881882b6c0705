// The people who come to the desk in the sample: one for each role, and customers, known to a provider on this machine.
import { randomBytes } from 'node:crypto';
import pc from 'picocolors';
import { ROLES, type Role } from '#services/desk/domain/roles';
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

/** What there is to do for each role; service is for programs. */
const WORK: Readonly<Record<Exclude<Role, 'service'>, (toTry: string) => string>> = {
  'customer-service': (toTry) => `look up one order: ${toTry}`,
  analyst: () => 'clear or refuse flagged orders; a few are left to you',
  'privacy-officer': () => 'requests and their clocks, erasures, the next version of the policy',
  auditor: () => 'who saw what, and why',
  administrator: () => 'what runs, carriers, third parties',
  customer: () => 'ask for your data, or have it deleted',
};

/** What the person at the terminal reads of the desk. @param toTry the number of an order that stays as it is; null: none does */
export function deskLines(address: string | undefined, people: IdentityProvider, toTry: string | null): string {
  if (address === undefined) return '';
  const work = toTry === null ? [] : Object.entries(WORK);
  const logIns = ROLES.filter((role) => role !== 'service').map((role) => {
    const does = work.find(([name]) => name === role)?.[1](toTry ?? '') ?? '';
    return `  ${pc.bold(role.padEnd(17))} ${`${address}/console/?as=${role}`.padEnd(address.length + 30)} ${pc.dim(does)}`.trimEnd();
  });
  return [
    '',
    pc.bold(`Privacy desk  ${address}/console/`),
    'One click logs you in; people of the house sign its agreement of confidentiality first, with one press:',
    ...logIns,
    `  The policy in force: ${address}/policy   for programs: ${address}/openapi.json, access tokens at ${people.issuer}/log-in`,
    '',
  ].join('\n');
}
