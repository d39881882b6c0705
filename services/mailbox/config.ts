// Settings of the official mailbox. Without a port it is closed.
import { readFileSync } from 'node:fs';
import { type Compiled, defineBlock, type Violation } from '#shared/config/block';
import { text, textLike, wholeNumber } from '#shared/config/text-schemas';

export interface MailboxConfig {
  /** Null: closed. */
  readonly open: { readonly port: number; readonly certificate: string; readonly key: string } | null;
  readonly host: string;
  readonly official: string;
  readonly from: string;
}

const ADDRESS = /^[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,255}$/;
const A_FILE = 'Give a readable file, or PEM text';

export const MAILBOX = defineBlock({
  name: 'mailbox',
  variables: {
    MAILBOX_PORT: {
      schema: wholeNumber(0, 65_535),
      fallback: null,
      meaning: 'Port for SMTP; 0 takes a free one and logs it; unset: the mailbox is closed.',
      remedy: 'Use a free port; 25 is what other servers expect',
    },
    MAILBOX_HOST: {
      schema: textLike(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an address'),
      fallback: '127.0.0.1',
      meaning: 'Address to listen on; `0.0.0.0` lets other servers deliver.',
      remedy: 'Use an address of this machine',
    },
    MAILBOX_ADDRESS: {
      schema: textLike(ADDRESS, 'must be a plain address'),
      fallback: 'privacy@localhost',
      meaning: 'The official address people write to.',
      remedy: 'Use the address that the published policy names',
    },
    MAIL_FROM: {
      schema: textLike(ADDRESS, 'must be a plain address'),
      fallback: 'orders@localhost',
      meaning: 'As for notifications: bounces of its messages come back here.',
      remedy: 'Set the same value for both services',
    },
    MAILBOX_TLS_CERT: { schema: text(), fallback: null, meaning: 'Certificate, PEM text or path.', remedy: A_FILE },
    MAILBOX_TLS_KEY: { schema: text(), fallback: null, meaning: 'Its private key, PEM text or path.', remedy: A_FILE },
  },
  compile: (values): Compiled<MailboxConfig> => {
    const violations: Violation[] = [];
    const port = values.MAILBOX_PORT;
    const pem = (variable: 'MAILBOX_TLS_CERT' | 'MAILBOX_TLS_KEY'): string =>
      port === undefined ? '' : readPem(variable, values[variable], violations);
    const certificate = pem('MAILBOX_TLS_CERT');
    const key = pem('MAILBOX_TLS_KEY');
    if (violations.length > 0) return { violations };
    const open = port === undefined ? null : { port, certificate, key };
    return { config: { open, host: values.MAILBOX_HOST, official: values.MAILBOX_ADDRESS, from: values.MAIL_FROM } };
  },
});

function readPem(variable: string, value: string | undefined, violations: Violation[]): string {
  const problem =
    value === undefined ? 'is needed: nothing is taken without TLS' : 'is neither PEM text nor a readable file';
  try {
    if (value?.includes('-----BEGIN ') === true) return value;
    if (value !== undefined) return readFileSync(value, 'utf8');
  } catch {
    // Told below.
  }
  violations.push({ variable, problem, remedy: A_FILE });
  return '';
}
