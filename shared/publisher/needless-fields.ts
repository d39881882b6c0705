// What a policy in force lets no carrier have any more is not even sent: left out by the shop, before it is sealed.
import type { Shipping } from '#schemas/generated/records';
import type { NamedEvent } from '#shared/order-rules/event-faults';
import type { Policy } from '#shared/policy/policy';

/** Fields of an address that an order may lack and that serve its carrier alone, by their names in allow-lists. */
const FOR_CARRIERS_ALONE = ['phone', 'email', 'customerPostNumber'] as const;
type Needless = ReadonlySet<(typeof FOR_CARRIERS_ALONE)[number]>;

const PLAIN = 'fulfilment.orders.Shipping';
const known = new WeakMap<Policy, Needless>();

/** The event without what no allow-list of the policy names; the same object when there is nothing of that. */
export function withoutNeedless(policy: Policy, event: NamedEvent): NamedEvent {
  const needless = needlessUnder(policy);
  if (needless.size === 0) return event;
  const { recordName } = event;
  if (recordName !== 'fulfilment.orders.OrderPlaced' && recordName !== 'fulfilment.orders.AddressCorrected')
    return event;
  const { shipping } = event.value;
  if (!(PLAIN in shipping)) return event;
  const value = { ...event.value, shipping: { [PLAIN]: stripped(shipping[PLAIN], needless) } };
  return { recordName, value } as NamedEvent;
}

function stripped(shipping: Shipping, needless: Needless): Shipping {
  const { pickupPoint } = shipping;
  return {
    ...shipping,
    phone: needless.has('phone') ? null : shipping.phone,
    email: needless.has('email') ? null : shipping.email,
    pickupPoint:
      pickupPoint !== null && needless.has('customerPostNumber')
        ? { ...pickupPoint, customerPostNumber: null }
        : pickupPoint,
  };
}

/** A parcel may be re-routed, so a field is kept as long as any carrier gets it anywhere. */
function needlessUnder(policy: Policy): Needless {
  let needless = known.get(policy);
  if (needless === undefined) {
    const released = new Set(
      [...policy.carriers.values()].flatMap(({ releases }) =>
        [...releases.values()].flatMap((byCountry) => [...byCountry.values()].flatMap((fields) => [...fields.keys()])),
      ),
    );
    needless = new Set(FOR_CARRIERS_ALONE.filter((field) => !released.has(field)));
    known.set(policy, needless);
  }
  return needless;
}
