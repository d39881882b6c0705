// Who gets which lane. Even, and with as few lanes changing hands as evenness allows: a lane that moves must load its state.
// Deterministic: the same members give the same answer, whoever of them is asked.

export interface LaneMember {
  readonly memberId: string;
  /** Lanes it had in the generation before. */
  readonly held: readonly number[];
}

/** @returns every lane of `0 … lanes - 1` exactly once, ascending per member; members without a lane have an empty list */
export function assignLanes(members: readonly LaneMember[], lanes: number): ReadonlyMap<string, readonly number[]> {
  const byId = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const claims = claimsOf(byId, lanes);
  const each = Math.floor(lanes / byId.length);
  let larger = lanes % byId.length;
  const assigned = new Map<string, number[]>();
  // The larger shares go to those who hold most: fewer lanes move.
  const byClaims = [...byId].sort((a, b) => countOf(claims, b) - countOf(claims, a));
  const shares = new Map<string, number>();
  for (const { memberId } of byClaims) shares.set(memberId, larger-- > 0 ? each + 1 : each);
  for (const { memberId } of byId) {
    assigned.set(memberId, (claims.get(memberId) ?? []).slice(0, shares.get(memberId)));
  }
  const taken = new Set([...assigned.values()].flat());
  const free = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => !taken.has(lane));
  for (const [memberId, own] of assigned) {
    own.push(...free.splice(0, (shares.get(memberId) ?? 0) - own.length));
    own.sort((a, b) => a - b);
  }
  return assigned;
}

/** Of lanes that two members claim, as after a split, the first member by id keeps the claim. */
function claimsOf(members: readonly LaneMember[], lanes: number): ReadonlyMap<string, readonly number[]> {
  const claimed = new Set<number>();
  return new Map(
    members.map(({ memberId, held }) => {
      const own = [...new Set(held)].filter(
        (lane) => Number.isInteger(lane) && lane >= 0 && lane < lanes && !claimed.has(lane),
      );
      for (const lane of own) claimed.add(lane);
      return [memberId, own.sort((a, b) => a - b)];
    }),
  );
}

function countOf(claims: ReadonlyMap<string, readonly number[]>, { memberId }: LaneMember): number {
  return claims.get(memberId)?.length ?? 0;
}
