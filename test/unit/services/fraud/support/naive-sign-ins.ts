// What sign-ins say of an order, computed the slow way: sort, filter, compare each with all. Shares no code with what it judges.
import type { FactValue, ObservedOrder } from '#services/fraud/domain/observed-order';
import type { SignIn } from '#services/fraud/domain/sign-in';

const DAY_MS = 86_400_000;
/** Middle and reach of the countries that tests travel between, as the register of countries has them. */
const SPANS: Readonly<Record<string, readonly [number, number, number]>> = {
  DE: [51.2, 10.5, 546],
  FR: [46.2, 2.2, 800],
  AU: [-26.9, 133.3, 2838],
  JP: [34.9, 134.4, 1618],
};

export function signInsNaively(all: readonly SignIn[], order: ObservedOrder): Record<string, FactValue> {
  const own = all
    .filter(({ account, signedInAt }) => account === order.handles.account && signedInAt <= order.placedAt)
    .toSorted((a, b) => a.signedInAt - b.signedInAt || (a.signInRef < b.signInRef ? -1 : 1));
  const day = own.filter(({ signedInAt }) => order.placedAt - signedInAt <= DAY_MS);
  const last = day.at(-1);
  const fresh = day.filter((each) => isNew(own, each)).at(-1);
  const speeds = day.map((each) => speedTo(own, each));
  return {
    sign_ins_24h: day.length,
    sign_in_countries_24h: new Set(day.map(({ country }) => country).filter((country) => country !== '')).size,
    sign_in_since_s: last === undefined ? -1 : (order.placedAt - last.signedInAt) / 1_000,
    sign_in_network_differs:
      typeof last?.subnet === 'string' && order.handles.subnet !== undefined && last.subnet !== order.handles.subnet,
    sign_in_new_device_since_s: fresh === undefined ? -1 : (order.placedAt - fresh.signedInAt) / 1_000,
    sign_in_speed_kmh: Math.max(0, ...speeds),
  };
}

/** Others are known of the 83 days before, and none of them from this device. */
function isNew(own: readonly SignIn[], one: SignIn): boolean {
  const earlier = own.slice(0, own.indexOf(one)).filter(({ signedInAt }) => one.signedInAt - signedInAt <= 83 * DAY_MS);
  return one.device !== null && earlier.length > 0 && earlier.every(({ device }) => device !== one.device);
}

function speedTo(own: readonly SignIn[], one: SignIn): number {
  if (one.country === '') return 0;
  const before = own
    .slice(0, own.indexOf(one))
    .filter(({ country }) => country !== '')
    .at(-1);
  if (before === undefined || one.signedInAt - before.signedInAt > DAY_MS) return 0;
  const km = apart(before.country, one.country);
  const hours = (one.signedInAt - before.signedInAt) / 3_600_000;
  return km === 0 ? 0 : Math.min(1_000_000, Math.round(km / hours));
}

/** By the angle between two directions from the middle of the earth. */
function apart(one: string, other: string): number {
  const [here, there] = [SPANS[one], SPANS[other]];
  if (one === other || here === undefined || there === undefined) return 0;
  const [a, b] = [direction(here), direction(there)];
  const cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  return Math.max(0, 6_371 * Math.acos(cosine) - here[2] - there[2]);
}

function direction([latitude, longitude]: readonly [number, number, number]): readonly [number, number, number] {
  const [north, east] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}
