// Settings of notifications: through which servers customers are told, and what the messages are signed with.
import { readFileSync } from 'node:fs';
import { type Compiled, defineBlock, type Violation } from '#shared/config/block';
import { createSecret, type Secret } from '#shared/config/secret';
import { secretText, text, textLike, url, wholeNumber } from '#shared/config/text-schemas';
import type { SmtpSettings } from './channels/smtp-channel.js';

export interface NotificationsConfig {
  /** Null: nothing is sent by mail, what is to be told waits. */
  readonly smtp: SmtpSettings | null;
  readonly textGateway: { readonly url: string; readonly token: Secret } | null;
  /** Where the desk's page for one-time links lies, without a slash at its end. */
  readonly deskUrl: string;
  readonly longestAgeMs: number;
  readonly leaseMs: number;
}

const ADDRESS = /^[A-Za-z0-9._-]{1,40}@[A-Za-z0-9.-]{1,255}$/;
const HOUR_MS = 3_600_000;
/** Mails on their way at a time. */
export const AT_A_TIME = 4;

export const NOTIFICATIONS = defineBlock({
  name: 'notifications',
  variables: {
    SMTP_URL: {
      schema: url(['smtp:', 'smtps:']),
      fallback: null,
      meaning:
        'The mail server, e.g. `smtp://user:password@mail.example.org:587` (STARTTLS) or `smtps://…:465`; unset: mails wait.',
      remedy: 'Use an address that starts with smtp:// or smtps://',
    },
    SMTP_CA: {
      schema: text(),
      fallback: null,
      meaning:
        'Certificate authority of the mail server, PEM text or the path of a PEM file; unset: those of the machine.',
      remedy: 'Give a readable file, or the text that begins with -----BEGIN CERTIFICATE-----',
    },
    MAIL_FROM: {
      schema: textLike(ADDRESS, 'must be a plain address of letters, digits, dots, hyphens and underscores'),
      fallback: 'orders@localhost',
      meaning: 'Address that messages come from; bounces return to `<name>+b-<notice>@<domain>`.',
      remedy: 'Use an address such as orders@shop.example',
    },
    MAIL_FROM_NAME: {
      schema: textLike(/^[^\p{Cc}"<>]{1,60}$/u, 'must be at most 60 characters without quotes and angle brackets'),
      fallback: 'Cozy Closet',
      meaning: 'Name that messages come from.',
      remedy: 'Use the name of the shop',
    },
    SMS_GATEWAY_URL: {
      schema: textLike(
        /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)[:/])\S+$/,
        'must start with https:// (http:// only for this machine)',
      ),
      fallback: null,
      meaning: 'Where text messages are posted to; unset: customers are told by mail only.',
      remedy: 'Use the HTTPS address of the gateway',
    },
    SMS_GATEWAY_TOKEN: {
      schema: secretText(),
      fallback: null,
      meaning: 'Bearer token of the gateway.',
      remedy: 'Set the token the gateway gave you',
    },
    DESK_PUBLIC_URL: {
      schema: url(['https:', 'http:']),
      fallback: 'http://localhost:8080',
      meaning: 'Public address of the privacy desk, for one-time links.',
      remedy: 'Use the address under which customers reach the desk',
    },
    NOTIFICATIONS_LONGEST_AGE_HOURS: {
      schema: wholeNumber(1, 168),
      fallback: '48',
      meaning: 'What could not be told for so long, or is read so late, is no news any more and is not sent.',
      remedy: 'Use a number of hours from 1 to 168',
    },
    NOTIFICATIONS_LEASE_SECONDS: {
      schema: wholeNumber(1, 3_600),
      fallback: '120',
      meaning:
        'How long a sender has a message to itself; one whose sender died is tried again after that. Longer than any hand-over takes.',
      remedy: 'Use a number of seconds from 1 to 3600',
    },
  },
  compile: (values): Compiled<NotificationsConfig> => {
    const violations: Violation[] = [];
    const authority = readAuthority(values.SMTP_CA, violations);
    const smtp = values.SMTP_URL === undefined ? null : smtpOf(values.SMTP_URL, violations);
    const { SMS_GATEWAY_URL: gateway, SMS_GATEWAY_TOKEN: token } = values;
    if (gateway !== undefined && token === undefined)
      violations.push({ variable: 'SMS_GATEWAY_TOKEN', problem: 'is needed by the gateway', remedy: 'Set it' });
    if (violations.length > 0) return { violations };
    const shown = { authority, from: values.MAIL_FROM, fromName: values.MAIL_FROM_NAME, connections: AT_A_TIME };
    return {
      config: {
        smtp: smtp === null ? null : { ...smtp, ...shown },
        textGateway: gateway === undefined || token === undefined ? null : { url: gateway, token },
        deskUrl: values.DESK_PUBLIC_URL.replace(/\/+$/, ''),
        longestAgeMs: values.NOTIFICATIONS_LONGEST_AGE_HOURS * HOUR_MS,
        leaseMs: values.NOTIFICATIONS_LEASE_SECONDS * 1_000,
      },
    };
  },
});

type Server = Pick<SmtpSettings, 'host' | 'port' | 'isImplicitTls' | 'login'>;

function smtpOf(address: string, violations: Violation[]): Server | null {
  try {
    const { protocol, hostname, port, username, password } = new URL(address);
    const isImplicitTls = protocol === 'smtps:';
    const login =
      username === ''
        ? null
        : { user: decodeURIComponent(username), password: createSecret(decodeURIComponent(password)) };
    return { host: hostname, port: port === '' ? (isImplicitTls ? 465 : 587) : Number(port), isImplicitTls, login };
  } catch {
    violations.push({ variable: 'SMTP_URL', problem: 'is no address', remedy: 'Write smtp://user:password@host:port' });
    return null;
  }
}

function readAuthority(value: string | undefined, violations: Violation[]): string | null {
  if (value === undefined || value.includes('-----BEGIN CERTIFICATE-----')) return value ?? null;
  try {
    return readFileSync(value, 'utf8');
  } catch {
    const problem = 'is neither PEM text nor a readable file';
    violations.push({ variable: 'SMTP_CA', problem, remedy: 'Check the path and its rights' });
    return null;
  }
}
