// Failures of our own settings, policy, ledger and code: the process stops rather than guess.
import type { CatalogueRow } from '../error-class.js';

export const OWN_HOUSE = {
  CONFIG_INVALID: {
    class: 'crash',
    summary: 'The environment variables are not complete or not valid.',
    whatToDo: 'Correct the variables that the message lists; shared/config/README.md describes each.',
  },
  RULE_SET_INVALID: {
    class: 'crash',
    summary: 'The rule set of the fraud check is not valid, so no order may be judged by it.',
    whatToDo: 'Correct the places that the message names, then publish the file again.',
  },
  RULE_SET_NOT_NEWER: {
    class: 'crash',
    summary: 'A version of this rule set with this or a higher number is published already.',
    whatToDo: 'Give the file the next number; `npm run rules -- list` lists the versions there are.',
  },
  RULE_SET_PUBLISHED_MEANWHILE: {
    class: 'crash',
    summary: 'Somebody else published a rule set at the same moment; this one was not published.',
    whatToDo: 'Look at the difference to what is in force now with `npm run rules -- diff FILE`, then publish again.',
  },
  POLICY_INVALID: {
    class: 'crash',
    summary: 'The policy is not valid, so nothing may be released.',
    whatToDo: 'Run `npm run policy:check` and correct what it names.',
  },
  POLICY_NOT_NEWER: {
    class: 'crash',
    summary: 'A version of the policy with this or a higher number is published already.',
    whatToDo: 'Give the file the next number; `npm run policy -- history` lists the versions there are.',
  },
  POLICY_PUBLISHED_MEANWHILE: {
    class: 'crash',
    summary: 'Somebody else published a version of the policy at the same moment; this one was not published.',
    whatToDo: 'Look at the difference to what is in force now with `npm run policy -- diff FILE`, then publish again.',
  },
  POLICY_PENDING: {
    class: 'retry',
    summary:
      'A newer version of the policy is known, but the process is not ready for it; nothing is released meanwhile.',
    whatToDo:
      'Nothing if it passes. Else look for an outage of the registry: the schemas of carriers must be registered first.',
  },
  REGISTER_CHANGED_MEANWHILE: {
    class: 'crash',
    summary: 'Somebody else changed the register of carriers at the same moment; this change was not entered.',
    whatToDo: 'Look at what there is now with `npm run carriers -- list`, then run the command again.',
  },
  LEDGER_BROKEN: {
    class: 'crash',
    summary: 'The chain of the erasure ledger does not verify.',
    whatToDo: 'Run `npm run ledger -- verify` for the first broken entry; treat it as tampering until explained.',
  },
  BACKUP_EXPIRED: {
    class: 'crash',
    summary: 'The backup was made before a key rotation: its key was destroyed, so nobody can read it any more.',
    whatToDo:
      'Use a backup made since the last rotation (`npm run keys -- status`). This is meant: what was erased must not come back.',
  },
  BACKUP_FOREIGN: {
    class: 'crash',
    summary: 'The backup was made with another keyring.',
    whatToDo: 'Set KEYRING_DIR to the keyring of the broker that made it.',
  },
  BACKUP_BROKEN: {
    class: 'crash',
    summary: 'The backup is not as it was written: something is missing, cut off or changed.',
    whatToDo: 'Use another copy or an older backup. Nothing was restored.',
  },
  RESTORE_REFUSED: {
    class: 'crash',
    summary: 'The restore would overwrite or bring back what it must not.',
    whatToDo: 'Read the reason; `npm run restore -- --help` tells what has to be so before a restore.',
  },
  RESTORE_UNFINISHED: {
    class: 'crash',
    summary: 'A restore into this database was begun and did not end, so nothing may be served from it.',
    whatToDo: 'Run `npm run restore` again with --replace; only its end opens the database.',
  },
  KEY_UNREADABLE: {
    class: 'crash',
    summary: 'The stored keys of an order do not open with the configured keyring.',
    whatToDo:
      'Check KEYRING_DIR: it must hold the keyring that made them. Otherwise treat it as tampering until explained.',
  },
  INTERNAL_RECORD_UNREADABLE: {
    class: 'crash',
    summary: 'Something the broker wrote itself does not decode.',
    whatToDo: 'Do not skip it: find which release wrote it and with which schema, then report it.',
  },
  CALENDAR_UNKNOWN: {
    class: 'crash',
    summary: 'The business calendar of the desk names a country, a state or a time zone that does not exist.',
    whatToDo:
      'Name the office as ISO 3166 country or country-state (DE, DE-BE) and its IANA time zone (Europe/Berlin).',
  },
  START_FAILED: {
    class: 'crash',
    summary: 'A part of the service did not start in time.',
    whatToDo: 'Read which part in the message; the log lines before it name its reason.',
  },
  STOP_TIMED_OUT: {
    class: 'crash',
    summary:
      'A part of the service did not stop within its deadline; its unfinished work is done again at the next start.',
    whatToDo: 'Nothing is lost. If it happens often, look for slow writes in the log or raise the deadline.',
  },
  UNEXPECTED: {
    class: 'crash',
    summary: 'Something happened that the code does not know.',
    whatToDo:
      'Report it with the log line; it names the place in the code. Offsets were not moved, so nothing is lost.',
  },
} as const satisfies Record<string, CatalogueRow>;
