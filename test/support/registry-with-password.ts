// The registry of the stack behind a password, as others run theirs: whoever does not log in is turned away.
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GuardedRegistry {
  readonly url: string;
  close(): Promise<void>;
}

export async function guardRegistry(registryUrl: string, username: string, password: string): Promise<GuardedRegistry> {
  const wanted = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const { origin, pathname } = new URL(registryUrl);
  const server = createServer((request, response) => {
    if (request.headers.authorization !== wanted) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error_code":40101,"message":"log in"}');
      return;
    }
    const { authorization: _, host: __, ...headers } = request.headers;
    const asked = forward(`${origin}${request.url ?? ''}`, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
