// The SMTP side of the mailbox: TLS before anything is said, our own recipients only, a limit of size, and 250 only when the mail is safe.
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Component } from '#shared/runtime/component';
import { type Recipient, recipientOf } from '../domain/recipient.js';

export interface ReceiverSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly certificate: string;
  readonly key: string;
  readonly official: string;
  readonly from: string;
  readonly longestBytes: number;
  readonly connections: number;
}

/** An SMTP reply: number, enhanced status, words without anything of the mail. */
export type Answer = null | { readonly code: number; readonly words: string };

export interface Received {
  readonly recipients: readonly Recipient[];
  /** No return path: an automatic mail. */
  readonly isWithoutReturn: boolean;
  readonly raw: Buffer;
}

export interface Receiver {
  readonly port: number;
}

/** @param take resolves when the mail is safe, or says why it is not taken; a rejection is answered with "later" */
export function smtpReceiver(
  settings: ReceiverSettings,
  take: (mail: Received) => Promise<Answer>,
): Component<Receiver> {
  const { host, port, certificate, key, official, from, longestBytes } = settings;
  return {
    name: 'mailbox-smtp',
    start: async () => {
      const server = new SMTPServer({
        cert: certificate,
        key,
        minVersion: 'TLSv1.2',
        banner: 'official mailbox',
        logger: false,
        authOptional: true,
        disabledCommands: ['AUTH'],
        size: longestBytes,
        maxClients: settings.connections,
        socketTimeout: 60_000,
        closeTimeout: 5_000,
        disableReverseLookup: true,
        onMailFrom: (_, session, done) => {
          done(session.secure ? null : refusal(530, '5.7.0 Must issue a STARTTLS command first'));
        },
        onRcptTo: ({ address }, session, done) => {
          if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) done(refusal(452, '4.5.3 Too many recipients'));
          else if (recipientOf(address, official, from).kind === 'foreign') done(refusal(550, '5.7.1 We do not relay'));
          else done();
        },
        onData: (stream, session, done) => {
          void conclude(stream, session.envelope, done);
        },
      });
      // A client that breaks off is its own affair.
      server.on('error', () => undefined);
      await new Promise<void>((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, host, resolve);
      });
      const bound = (server.server.address() as { readonly port: number }).port;
      const stop = (): Promise<void> =>
        new Promise((resolve) => {
          server.close(resolve);
        });
      return { value: { port: bound }, stop };

      async function conclude(
        stream: SMTPServerDataStream,
        { mailFrom, rcptTo }: SMTPServerSession['envelope'],
        done: (error?: Error | null) => void,
      ): Promise<void> {
        const recipients = rcptTo.map(({ address }) => recipientOf(address, official, from));
        const isWithoutReturn = mailFrom === false || mailFrom.address === '';
        const answer = await receive(stream, longestBytes)
          .then((raw) => (raw === null ? TOO_BIG : take({ recipients, isWithoutReturn, raw })))
          // A failure of ours, or a client that broke off: whoever still listens comes again.
          .catch(() => LATER);
        done(answer === null ? null : refusal(answer.code, answer.words));
      }
    },
  };
}

const MOST_RECIPIENTS = 5;
const TOO_BIG: Answer = { code: 552, words: '5.3.4 Message too big' };
const LATER: Answer = { code: 451, words: '4.3.0 Not now, please try again' };

/** Null when it is larger than allowed: then the rest is read and thrown away, for SMTP answers at the end only. */
async function receive(stream: SMTPServerDataStream, longestBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length;
    if (bytes <= longestBytes) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  return bytes > longestBytes ? null : Buffer.concat(chunks);
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
