// A gateway for text messages on this machine: takes each idempotency key once, as real ones do, and keeps what it took in memory only.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenText {
  readonly key: string;
  readonly to: string;
  readonly text: string;
}

export interface TextGatewayOptions {
  /** 0 (default): any free port. */
  readonly port?: number;
  readonly token: string;
  /** HTTP status for a number; default 202: taken. */
  readonly answerTo?: (to: string) => number;
}

export interface TextGateway {
  readonly url: string;
  /** What was sent on to phones: each key once. */
  readonly taken: readonly TakenText[];
  stop(): Promise<void>;
}

export async function startTextGateway(options: TextGatewayOptions): Promise<TextGateway> {
  const { port = 0, token, answerTo = () => 202 } = options;
  const taken = new Map<string, TakenText>();
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      const status = answer(request, body);
      response.writeHead(status).end();
    });
  });

  function answer(request: IncomingMessage, body: { readonly to?: unknown; readonly text?: unknown } | null): number {
    const key = request.headers['idempotency-key'];
    if (request.headers.authorization !== `Bearer ${token}`) return 401;
    if (typeof key !== 'string' || typeof body?.to !== 'string' || typeof body.text !== 'string') return 400;
    if (taken.has(key)) return 409;
    const status = answerTo(body.to);
    if (status < 300) taken.set(key, { key, to: body.to, text: body.text });
    return status;
  }

  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages`,
    get taken() {
      return [...taken.values()];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readJson(request: IncomingMessage): Promise<object | null> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as object;
  } catch {
    return null;
  }
}
