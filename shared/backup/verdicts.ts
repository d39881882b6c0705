// Failures of backup and restore that are answers, not outages: their commands end with exit code 1.
import type { ErrorCode } from '#shared/errors/catalogue';

export const BACKUP_VERDICTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BACKUP_EXPIRED',
  'BACKUP_FOREIGN',
  'BACKUP_BROKEN',
  'RESTORE_REFUSED',
  'LEDGER_BROKEN',
]);
