// What is sent twice by accident is done once.
import { newSecret } from '../access/pkce.js';

export const onceOnly = (): Readonly<Record<string, string>> => ({
  'idempotency-key': newSecret(24).replaceAll('_', '-'),
});
