// The allow-list of log keys: what is not listed here is not written, whatever an object holds.
// None of them may ever hold personal data; refs are keyed hashes.

/** Key → kind of its values; a value of another kind is left out. */
export const LOG_KEYS = {
  service: 'text',
  component: 'text',
  code: 'text',
  class: 'text',
  whatToDo: 'text',
  kind: 'text',
  step: 'text',
  operation: 'text',
  status: 'number',
  requestId: 'text',
  viewId: 'text',
  subjectRequest: 'text',
  outcome: 'text',
  state: 'text',
  reason: 'text',
  address: 'text',
  orderRef: 'ref',
  shipmentRef: 'ref',
  customerRef: 'ref',
  erasureId: 'text',
  participant: 'text',
  carrierId: 'text',
  category: 'text',
  policyVersion: 'text',
  schemaSubject: 'text',
  schemaId: 'number',
  epoch: 'number',
  topic: 'text',
  partition: 'number',
  offset: 'text',
  lane: 'number',
  lanes: 'text',
  groupId: 'text',
  fieldPath: 'text',
  count: 'number',
  deadLetters: 'number',
  attempt: 'number',
  bytes: 'number',
  lag: 'number',
  port: 'number',
  pid: 'number',
  signal: 'text',
  exitCode: 'number',
  durationMs: 'number',
  waitMs: 'number',
  deadlineMs: 'number',
  lateMs: 'number',
} as const satisfies Record<string, 'text' | 'number' | 'ref'>;

export type LogKey = keyof typeof LOG_KEYS;

type ValueOf<K extends LogKey> = (typeof LOG_KEYS)[K] extends 'number' ? number : string;

/** What a log line may carry: the listed keys, and `err` for the error that is told about. */
export type LogFields = { readonly [K in LogKey]?: ValueOf<K> } & { readonly err?: unknown };

/** Names that mean a person wherever they stand; the second net refuses them even if someone lists one above. */
export const PERSONAL_KEYS = [
  'recipientName',
  'name',
  'email',
  'phone',
  'addressLines',
  'city',
  'postalCode',
  'customerId',
  'orderId',
  'deviceId',
  'ipAddress',
  'userAgent',
  'cardLast4',
  'password',
  'value',
  'key',
] as const;
