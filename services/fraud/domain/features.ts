// The figures that rules speak of. Every feature has a name, a type and a default; one that is not there has its default, so that a
// condition never fails for want of a value.
import { type FactValue, HANDLE_KINDS, type HandleKind, type ObservedOrder } from './observed-order.js';
import type { History } from './order-history.js';
import { SIGN_IN_FEATURES, signInFeatures } from './sign-in-features.js';
import type { SignInsBefore } from './sign-in-timeline.js';
import { WINDOWS } from './windows.js';

export type Features = Readonly<Record<string, FactValue>>;

/** Read off the order itself. Times are in seconds with fractions, so that an end of a window can be told to the millisecond. */
export const FACTS = {
  /** Seconds from the opening of the account to the order; -1: not known. */
  account_age_s: -1,
  /** public, private, reserved, malformed or absent. */
  ip_kind: 'absent',
  ip_version: 0,
  /** More than one address was given, as proxies do. */
  ip_forwarded: false,
  ip_country: '',
  ip_vpn: false,
  ip_datacentre: false,
  ip_tor: false,
  ip_relay: false,
  ip_hosting: false,
  /** browser, bot, headless or absent. */
  agent: 'absent',
  language: '',
  ship_country: '',
  /** True only when both are known and differ. */
  ip_ship_differs: false,
  phone_ship_differs: false,
  language_ship_differs: false,
  locale_language_differs: false,
  mail_disposable: false,
  mail_digits: 0,
  device_present: false,
  phone_present: false,
  amount: 0,
} as const satisfies Record<string, FactValue>;

/** What is counted beside orders: of an account its other devices, of anything else the other accounts. */
function companions(kind: HandleKind): string {
  return kind === 'account' ? 'devices' : 'others';
}

interface CountNames {
  readonly kind: HandleKind;
  readonly orders: readonly string[];
  readonly others: readonly string[];
  readonly since: string;
}

const COUNT_NAMES: readonly CountNames[] = HANDLE_KINDS.map((kind) => ({
  kind,
  orders: WINDOWS.map(({ name }) => `${kind}_orders_${name}`),
  others: WINDOWS.map(({ name }) => `${kind}_${companions(kind)}_${name}`),
  since: `${kind}_since_s`,
}));

/** The account has ordered before, but never from this device. */
const NEW_DEVICE = 'account_new_device';

/** Every feature with the value it has when nothing is known, by name in alphabetical order. */
export const DEFAULTS: Features = Object.fromEntries(
  [
    ...Object.entries(FACTS),
    ...Object.entries(SIGN_IN_FEATURES),
    [NEW_DEVICE, false] as const,
    ...COUNT_NAMES.flatMap(({ orders, others, since }) => [
      ...[...orders, ...others].map((name) => [name, 0] as const),
      [since, -1] as const,
    ]),
  ].sort(([one], [other]) => (one < other ? -1 : 1)),
);

const NAMES = Object.keys(DEFAULTS);
const AT_REST = Object.values(DEFAULTS);

/** @param signIns of the account in the day before; null: none */
export function featuresOf(order: ObservedOrder, history: History, signIns: SignInsBefore | null = null): Features {
  const features: Record<string, FactValue> = { ...DEFAULTS, ...order.facts };
  if (signIns !== null) Object.assign(features, signInFeatures(order, signIns));
  for (const { kind, orders, others, since } of COUNT_NAMES) {
    const before = history[kind];
    if (before === undefined || before.previousAt === null) continue;
    features[since] = (order.placedAt - before.previousAt) / 1_000;
    for (let at = 0; at < before.windows.length; at++) {
      const window = before.windows[at];
      if (window === undefined || window.orders === 0) continue;
      features[orders[at] as string] = window.orders;
      features[others[at] as string] = window.others;
    }
    const ever = before.windows.at(-1);
    if (kind === 'account' && order.handles.device !== undefined) features[NEW_DEVICE] = ever?.hasOwn === false;
  }
  return features;
}

/** The features that differ from their default, in the order of their names, as text: what an assessment shows. */
export function notable(features: Features): readonly { readonly name: string; readonly value: string }[] {
  const named: { name: string; value: string }[] = [];
  for (let at = 0; at < NAMES.length; at++) {
    const name = NAMES[at] as string;
    const value = features[name];
    if (value !== undefined && value !== AT_REST[at]) named.push({ name, value: String(value) });
  }
  return named;
}
