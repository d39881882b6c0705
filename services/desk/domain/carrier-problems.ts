// Why the desk does not do what an administrator asks of a carrier. Part of the closed list of refusals.

export const CARRIER_PROBLEMS = {
  CARRIER_NOT_LISTED: {
    status: 409,
    title: 'The policy lists no carrier of this name.',
    whatToDo: 'Give it allow-lists in the next version of the policy first: they decide what it gets.',
  },
  CARRIER_THERE_ALREADY: {
    status: 409,
    title: 'It is a carrier already.',
    whatToDo: 'Renew its agreement, or make it another login.',
  },
  CARRIER_NOT_THERE: {
    status: 409,
    title: 'It is no carrier now.',
    whatToDo: 'Add it first, with its agreement.',
  },
  CARRIER_LEAVING: {
    status: 409,
    title: 'It is being removed: it still has to delete what it was given.',
    whatToDo: 'Add it again when it is gone; that takes a minute or two after what it holds was taken back.',
  },
  CARRIER_HOLDS_RECORDS: {
    status: 409,
    title: 'It still holds parcels that are under way.',
    whatToDo: 'Stop it and wait until they have arrived and are erased, or remove it together with what it holds.',
  },
  CARRIER_AGREEMENT_UNUSABLE: {
    status: 422,
    title: 'Nothing can be given under this agreement.',
    whatToDo: 'It is signed today or before, begins before it ends, and does not end before today.',
  },
  CARRIER_AGREEMENT_LEAVES_GAP: {
    status: 422,
    title: 'The agreement in force would end today, and nothing go out before the new one begins.',
    whatToDo: 'Enter the new one on the day on which it begins.',
  },
  CARRIER_HAS_TWO_LOGINS: {
    status: 409,
    title: 'It has two logins already.',
    whatToDo: 'End the older one first, once the carrier uses the newer one.',
  },
  CARRIER_HAS_ONE_LOGIN: {
    status: 409,
    title: 'It has one login only: without it, it would be shut out.',
    whatToDo: 'Make it another login first.',
  },
  CARRIERS_CHANGED_MEANWHILE: {
    status: 409,
    title: 'Somebody else changes the register of carriers at the same moment.',
    whatToDo: 'Look at the carrier again, then try once more.',
  },
  CARRIER_NOT_CHANGED: {
    status: 503,
    title: 'Kafka or the schema registry did not do what it takes, and what was done before was undone.',
    whatToDo: 'Try again; if it stays, the people who run the desk find the step in its log.',
  },
} as const;
