// A real mail server on this machine that stands for the customers' mail providers: it insists on STARTTLS and keeps what it takes in memory only.
import { SMTPServer } from 'smtp-server';
import { localCertificate } from './certificate.js';

export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and content as they came. */
  readonly raw: string;
}

export interface MailProviderOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  /** What is answered to a recipient: an SMTP reply such as `550 5.1.1 No such user`; null (default): it is taken. */
  readonly answerTo?: (recipient: string) => string | null;
  /** Called after a mail is taken and before its sender is told so. */
  readonly onTaken?: (mail: TakenMail) => void | Promise<void>;
  /** Login it asks for; default none. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Whether `taken` keeps what it took; default true. */
  readonly keeps?: boolean;
}

export interface MailProvider {
  /** `smtp://127.0.0.1:port`. */
  readonly url: string;
  /** The authority that vouches for its certificate, PEM. */
  readonly authority: string;
  /** Everything it took, in order; a mail sent twice is there twice. */
  readonly taken: readonly TakenMail[];
  stop(): Promise<void>;
}

export async function startMailProvider(options: MailProviderOptions = {}): Promise<MailProvider> {
  const { port = 0, answerTo = () => null, onTaken, login, keeps = true } = options;
  const { certificate: cert, key } = await localCertificate();
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    cert,
    key,
    logger: false,
    authOptional: login === undefined,
    disabledCommands: login === undefined ? ['AUTH'] : [],
    onAuth: ({ username, password }, _session, callback) => {
      const isRight = username === login?.user && password === login?.password;
      callback(isRight ? null : new Error('wrong login'), isRight ? { user: username } : undefined);
    },
    onMailFrom: (_address, session, callback) => {
      callback(session.secure ? null : refusal('530 5.7.0 Must issue a STARTTLS command first'));
    },
    onRcptTo: ({ address }, _session, callback) => {
      const answer = answerTo(address);
      callback(answer === null ? null : refusal(answer));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        };
        if (keeps) taken.push(mail);
        void tell(mail, callback);
      });
    },
  });
  // A client that is killed is nothing to end a sample for.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.server.address() as { readonly port: number };
  return {
    url: `smtp://127.0.0.1:${bound}`,
    authority: cert,
    taken,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };

  async function tell(mail: TakenMail, answer: () => void): Promise<void> {
    await onTaken?.(mail);
    answer();
  }
}

/** smtp-server answers with the number and the words of such an error. */
function refusal(answer: string): Error {
  const [, code, words] = /^(\d{3}) (.*)$/.exec(answer) ?? [];
  return Object.assign(new Error(words ?? answer), { responseCode: Number(code ?? 550) });
}
