// Mail in the sample: the official mailbox over real SMTP, and the mail server of the customers, who see on a page what they were sent.
import { createServer } from 'node:net';
import pc from 'picocolors';
import type { Environment } from '#shared/config/load';
import { localCertificate } from '#shared/sample/mail/certificate';
import { startInboxPage } from '#shared/sample/mail/inbox-page';
import { startMailProvider } from '#shared/sample/mail/mail-provider';

export interface SampleMail {
  readonly official: string;
  /** Where the customers of the sample see what they were sent; '' where there are none. */
  readonly inboxUrl: string;
  /** Settings of the services that mail needs; what is set already stays. */
  readonly env: Readonly<Record<string, string>>;
  /** What the person at the terminal reads. @param mailbox address of the receiver @param tryWith number of an order to write about */
  lines(mailbox: string | undefined, tryWith: string | null): string;
  stop(): Promise<void>;
}

const OFFICIAL = 'privacy@cozycloset.example';
const FROM = 'orders@cozycloset.example';

/** @param hasCustomers whether there is a mail server of customers: without one, mails to them wait */
export async function openSampleMail(environment: Environment, hasCustomers: boolean): Promise<SampleMail> {
  const isSet = (name: string): boolean => environment[name] !== undefined && environment[name] !== '';
  const official = environment['MAILBOX_ADDRESS'] ?? OFFICIAL;
  const own = await localCertificate();
  const inbox = hasCustomers && !isSet('SMTP_URL') ? await startInboxPage() : null;
  const provider =
    inbox === null ? null : await startMailProvider({ keeps: false, onTaken: (mail) => inbox.show(mail) });
  const deskPort = isSet('DESK_PORT') ? Number(environment['DESK_PORT']) : await freePort();
  const needed: Record<string, string> = {
    MAILBOX_PORT: '0',
    MAILBOX_ADDRESS: official,
    MAIL_FROM: FROM,
    ...(isSet('MAILBOX_TLS_CERT') ? {} : { MAILBOX_TLS_CERT: own.certificate, MAILBOX_TLS_KEY: own.key }),
    ...(provider === null ? {} : { SMTP_URL: provider.url, SMTP_CA: provider.authority }),
    // One-time links lead there: it has to be known before the desk has opened.
    DESK_PORT: String(deskPort),
    DESK_PUBLIC_URL: `http://127.0.0.1:${deskPort}`,
  };
  return {
    official,
    inboxUrl: inbox?.url ?? '',
    env: Object.fromEntries(Object.entries(needed).filter(([name]) => !isSet(name))),
    lines: (mailbox, tryWith) => {
      if (mailbox === undefined) return '';
      const subject = tryWith === null ? 'A copy of my data, order NUMBER' : `A copy of my data, order ${tryWith}`;
      return [
        '',
        `${pc.bold(`Official mailbox  ${official}`)}  by SMTP with STARTTLS at ${mailbox.replace('smtp://', '')}`,
        ...(inbox === null
          ? []
          : [
              `Write to it as a customer does; the answer, with a one-time link, arrives at ${inbox.url}`,
              `  printf 'Subject: ${subject}\\r\\n\\r\\n' | curl -sk --ssl-reqd ${mailbox} --mail-from me@home.example --mail-rcpt ${official} -T -`,
            ]),
        '',
      ].join('\n');
    },
    stop: async () => {
      await provider?.stop();
      await inbox?.stop();
    },
  };
}

/** One that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise<void>((resolve) => void probe.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
