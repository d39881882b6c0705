// The closed list of reasons why a parcel is held, each with what it means and what lifts it.
import type { HeldCode } from './minimise.js';

export const HELD_CODES: Readonly<Record<HeldCode, { readonly summary: string; readonly whatToDo: string }>> = {
  CARRIER_UNKNOWN: {
    summary: 'The policy lists no such carrier.',
    whatToDo: 'Add the carrier with its allow-lists and agreement to the policy, or choose another one for the order.',
  },
  CARRIER_STOPPED: {
    summary: 'The carrier was stopped: for now it is given nothing new.',
    whatToDo: 'Let it go on with `npm run carriers -- resume`, or choose another carrier for the order.',
  },
  CARRIER_REMOVED: {
    summary: 'The carrier was removed.',
    whatToDo: 'Choose another carrier for the order, or add this one again.',
  },
  AGREEMENT_MISSING: {
    summary: 'The carrier has signed no non-disclosure agreement.',
    whatToDo: 'Have the agreement signed and enter its dates in the policy.',
  },
  AGREEMENT_NOT_YET_VALID: {
    summary: "The carrier's non-disclosure agreement is not in force yet.",
    whatToDo: 'Wait for its first day, or choose another carrier for the order.',
  },
  AGREEMENT_EXPIRED: {
    summary: "The carrier's non-disclosure agreement has ended.",
    whatToDo: 'Renew the agreement and enter its dates in the policy; the parcels that wait are then released.',
  },
  SEALING_KEY_MISSING: {
    summary: "The carrier's records are to be sealed, but there is no key to seal them to.",
    whatToDo: "Enter the carrier's public key with `npm run carriers -- key`.",
  },
  KIND_NOT_SERVED: {
    summary: 'The carrier has no allow-list for this kind of shipment.',
    whatToDo: 'Add the kind to the carrier in the policy, or choose another carrier for the order.',
  },
  COUNTRY_NOT_SERVED: {
    summary: 'The carrier does not carry this kind of shipment to this country.',
    whatToDo: 'Add the country to the carrier in the policy, or choose another carrier for the order.',
  },
  FIELD_REQUIRED_MISSING: {
    summary: 'The order lacks a field that this shipment cannot do without.',
    whatToDo: 'Ask the customer for the named field, then correct the order.',
  },
};
