// Whether a newer version of the policy takes anything away from a carrier that an older one allowed. Pure.
import type { Policy } from './policy.js';

/** True when there is a kind, a country or a field of a list that `after` has not any more; what comes new does not count. */
export function narrowsCarrier(
  before: Pick<Policy, 'carriers'>,
  after: Pick<Policy, 'carriers'>,
  carrierId: string,
): boolean {
  const was = before.carriers.get(carrierId);
  if (was === undefined) return false;
  const is = after.carriers.get(carrierId);
  return [...was.releases].some(([kind, byCountry]) =>
    [...byCountry].some(([country, fields]) => {
      const list = is?.releases.get(kind)?.get(country);
      return list === undefined || [...fields.keys()].some((id) => !list.has(id));
    }),
  );
}
