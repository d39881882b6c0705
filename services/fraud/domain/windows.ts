// How far back features look. Both ends belong to a window: an order placed exactly a day before counts within 24 hours.

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long observations count, and so what `ever` means. The clock of the policy keeps them a little longer, for orders that come late. */
export const EVER_MS = 173 * DAY_MS;

export const WINDOWS = [
  { name: '1h', ms: HOUR_MS },
  { name: '24h', ms: DAY_MS },
  { name: '7d', ms: 7 * DAY_MS },
  { name: '30d', ms: 30 * DAY_MS },
  { name: 'ever', ms: EVER_MS },
] as const;
