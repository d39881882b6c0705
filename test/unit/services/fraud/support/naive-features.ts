// Every feature of an order, computed the slow way: the names written out by their grammar, the figures by naive counting. Shares no code with
// what it judges.
import type { FactValue, HandleKind, ObservedOrder } from '#services/fraud/domain/observed-order';
import type { SignIn } from '#services/fraud/domain/sign-in';
import { countNaively } from './naive-history.js';
import { signInsNaively } from './naive-sign-ins.js';

const KINDS: readonly HandleKind[] = ['device', 'ip', 'subnet', 'account', 'address', 'email', 'phone'];
const WINDOWS = ['1h', '24h', '7d', '30d', 'ever'];

/** What is read off the order itself, with what holds when it was not told. */
const TOLD: Readonly<Record<string, FactValue>> = {
  account_age_s: -1,
  ip_kind: 'absent',
  ip_version: 0,
  ip_forwarded: false,
  ip_country: '',
  ip_vpn: false,
  ip_datacentre: false,
  ip_tor: false,
  ip_relay: false,
  ip_hosting: false,
  agent: 'absent',
  language: '',
  ship_country: '',
  ip_ship_differs: false,
  phone_ship_differs: false,
  language_ship_differs: false,
  locale_language_differs: false,
  mail_disposable: false,
  mail_digits: 0,
  device_present: false,
  phone_present: false,
  amount: 0,
};

/** @param all every order of the history, `order` among them, in any order */
export function featuresNaively(
  all: readonly ObservedOrder[],
  order: ObservedOrder,
  signIns: readonly SignIn[] = [],
): Record<string, FactValue> {
  const features: Record<string, FactValue> = { ...TOLD, ...signInsNaively(signIns, order) };
  for (const name of Object.keys(TOLD)) features[name] = order.facts[name] ?? (TOLD[name] as FactValue);
  const counted = countNaively(all, order);
  for (const kind of KINDS) {
    const companions = kind === 'account' ? 'account_devices' : `${kind}_others`;
    const { orders, others, previousAt } = counted[kind] ?? { orders: [], others: [], previousAt: null };
    WINDOWS.forEach((window, at) => {
      features[`${kind}_orders_${window}`] = orders[at] ?? 0;
      features[`${companions}_${window}`] = others[at] ?? 0;
    });
    features[`${kind}_since_s`] = previousAt === null ? -1 : (order.placedAt - previousAt) / 1_000;
  }
  features['account_new_device'] = isNewDevice(all, order);
  return features;
}

/** The account ordered in the 173 days before, and no such order came from this device. */
function isNewDevice(all: readonly ObservedOrder[], order: ObservedOrder): boolean {
  const { account, device } = order.handles;
  if (account === undefined || device === undefined) return false;
  const before = all.filter(
    (other) =>
      other.handles.account === account &&
      order.placedAt - other.placedAt <= 173 * 86_400_000 &&
      (other.placedAt < order.placedAt || (other.placedAt === order.placedAt && other.orderId < order.orderId)),
  );
  return before.length > 0 && !before.some(({ handles }) => handles.device === device);
}
