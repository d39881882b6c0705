// Every alarm there is: what somebody on call must look at. Closed; the operations guide says the same of each, and a law compares them.

export interface AlarmRow {
  /** `warn`: somebody must act in time. `error`: something stands still or is late already. */
  readonly level: 'warn' | 'error';
  readonly summary: string;
  readonly whatToDo: string;
}

export const ALARMS = {
  AGREEMENT_ENDING: {
    level: 'warn',
    summary: "A carrier's non-disclosure agreement ends soon; after its last day nothing is released to the carrier.",
    whatToDo: 'Have it renewed, then enter the new dates with `npm run carriers -- agreement`.',
  },
  AGREEMENT_LAPSED: {
    level: 'error',
    summary: "A carrier's non-disclosure agreement has ended; its parcels are held until it is renewed.",
    whatToDo:
      'Enter the dates of the renewed agreement with `npm run carriers -- agreement`: what waits is then released by itself. Otherwise send the orders by another carrier.',
  },
  DESK_LOOK_UPS_CAPPED: {
    level: 'warn',
    summary: 'Somebody at the desk has looked at more orders in an hour than one person may.',
    whatToDo:
      'Have an auditor find the view that the line names at `/v1/views/search`: it tells who. Until the hour is over the person sees nothing more.',
  },
  REQUEST_OVERDUE: {
    level: 'warn',
    summary:
      'A request of a person about her data has missed the own target of the desk; the promise of three business days still holds.',
    whatToDo:
      'A privacy officer finds it at `/v1/requests`; for a deletion look what its erasures wait for: `npm run erasures -- list`.',
  },
  REQUEST_BREACHED: {
    level: 'error',
    summary: 'A request of a person about her data was not answered within three business days: the promise is broken.',
    whatToDo:
      'Answer it at once and tell the person; a legal hold or an erasure that waits is the usual cause: `npm run hold -- list`, `npm run erasures -- list --overdue`.',
  },
  ERASURE_OVERDUE: {
    level: 'error',
    summary:
      'An erasure waits too long for a participant; the line names the order by its ref and who has not answered.',
    whatToDo:
      'Look whether that participant runs and reads `erasure.requests`; it is asked again by itself. The keys are destroyed already, so nothing is readable.',
  },
  FRAUD_LATE: {
    level: 'error',
    summary: 'Paid orders wait too long for fraud control to assess them; none of them is released meanwhile.',
    whatToDo:
      'Look whether the service fraud runs, and at its lag on `orders.sealed`. What waits goes by itself once it is assessed.',
  },
  MAIL_NOT_SET_UP: {
    level: 'warn',
    summary:
      'No mail server is set up: what customers have to be told waits, and is dropped when it is no news any more.',
    whatToDo: 'Set SMTP_URL (and SMTP_CA, MAIL_FROM) for the service of notifications and start it again.',
  },
} as const satisfies Record<string, AlarmRow>;

export type AlarmCode = keyof typeof ALARMS;

export const ALARM_CODES = Object.keys(ALARMS) as readonly AlarmCode[];
