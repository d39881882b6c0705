// Hands mails to a mail server over SMTP. Never without TLS; the recipient stands in the envelope and in `To` and nowhere else.
import nodemailer from 'nodemailer';
import type { Secret } from '#shared/config/secret';
import { type HandOver, plainStatus } from '../domain/delivery.js';
import type { Channel, Mail } from './channel.js';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps); otherwise STARTTLS before anything is said. */
  readonly isImplicitTls: boolean;
  readonly login: { readonly user: string; readonly password: Secret } | null;
  /** PEM; null: the authorities of the machine. */
  readonly authority: string | null;
  /** Address that customers see; bounces go to `<its name>+b-<notice>@<its domain>`. */
  readonly from: string;
  readonly fromName: string;
  readonly connections: number;
  /** Default 20 s. */
  readonly timeoutMs?: number;
}

/** One plain address: no list, no name, no comment, no line break, no quoted local part. */
const ADDRESS = /^[^\s,;:<>()[\]\\"@\p{Cc}]{1,64}@[^\s,;:<>()[\]\\"@\p{Cc}]{1,255}$/u;

export function createSmtpChannel(settings: SmtpSettings): Channel<Mail> {
  const { host, port, isImplicitTls, login, authority, from, fromName, timeoutMs = 20_000 } = settings;
  const [mailbox, domain] = split(from);
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: settings.connections,
    host,
    port,
    secure: isImplicitTls,
    requireTLS: true,
    tls: { minVersion: 'TLSv1.2', ...(authority === null ? {} : { ca: authority }) },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  return {
    handOver: async ({ noticeId, to, subject, text, html, notedAtMs, language }) => {
      if (!ADDRESS.test(to)) return { kind: 'refused', status: '5.1.3' };
      try {
        await transport.sendMail({
          // The return path names the notice, so that a bounce needs to name nobody.
          envelope: { from: returnPath(mailbox, domain, noticeId), to: [to] },
          from: { name: fromName, address: from },
          to: { name: '', address: to },
          messageId: `<${noticeId}@${domain}>`,
          date: new Date(notedAtMs),
          subject,
          text,
          html,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            'Content-Language': language,
          },
        });
        return { kind: 'taken' };
      } catch (error) {
        return handOverOf(error as SmtpFailure);
      }
    },
    close: async () => transport.close(),
  };
}

/** Where a bounce of this notice comes back to. */
function returnPath(mailbox: string, domain: string, noticeId: string): string {
  return `${mailbox}+b-${noticeId}@${domain}`;
}

interface SmtpFailure {
  readonly responseCode?: number;
  readonly response?: string;
  /** The SMTP command that failed. */
  readonly command?: string;
}

/** Only the answer to the recipient or to the content can be a last word; everything else is between our server and us, and may get well. */
function handOverOf({ responseCode = 0, response = '', command = '' }: SmtpFailure): HandOver {
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  const status = plainStatus(enhanced ?? (responseCode === 0 ? undefined : String(responseCode)));
  const isAboutTheMail = command === 'RCPT TO' || command === 'DATA';
  return isAboutTheMail && responseCode >= 500 ? { kind: 'refused', status } : { kind: 'later', status };
}

function split(address: string): readonly [string, string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}
