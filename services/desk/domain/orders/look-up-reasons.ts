// Why somebody looks at an order: a closed list, so that the record of it never holds anything of a person.

export const LOOK_UP_REASONS = {
  CUSTOMER_QUESTION: 'The customer asks where the order is.',
  DELIVERY_PROBLEM: 'Something is wrong with the delivery.',
  RETURN: 'The customer sends something back.',
  COMPLAINT: 'The customer complains.',
  WRONG_DATA: 'The customer says that something in the order is wrong.',
} as const;

export type LookUpReason = keyof typeof LOOK_UP_REASONS;
