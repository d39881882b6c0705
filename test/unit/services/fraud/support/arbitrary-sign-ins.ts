// Sign-ins of the same small world: the same accounts, devices and networks, times on the ends of what is looked back on.
import fc from 'fast-check';
import type { SignIn } from '#services/fraud/domain/sign-in';

const DAY_MS = 86_400_000;
const T = Date.UTC(2026, 0, 10);

const time = fc.oneof(
  fc.constantFrom(0, 1, ...[DAY_MS, 83 * DAY_MS, 84 * DAY_MS].flatMap((end) => [end - 1, end, end + 1])),
  fc.integer({ min: 0, max: 200 * DAY_MS }),
  fc.integer({ min: 0, max: 2 * DAY_MS }),
  fc.integer({ min: 0, max: 3_600_000 }),
);
const named = (prefix: string, most: number) => fc.integer({ min: 0, max: most }).map((n) => `${prefix}${n}`);

export function arbitrarySignIns(most: number): fc.Arbitrary<SignIn[]> {
  const one = fc.record({
    at: time,
    account: named('a', 3),
    device: fc.option(named('d', 2), { freq: 4 }),
    subnet: fc.option(named('s', 1), { freq: 4 }),
    country: fc.constantFrom('DE', 'FR', 'AU', 'JP', '', 'ZZ'),
    tie: fc.nat(9),
  });
  return fc.array(one, { maxLength: most }).map((all) =>
    all.map(({ at, tie, subnet, ...each }, n) => {
      return { ...each, signInRef: `${tie}-${n}`, signedInAt: T + at, subnet, ip: subnet };
    }),
  );
}
