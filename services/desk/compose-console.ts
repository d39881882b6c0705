// Puts the console together: its built files, and where people log in.
import path from 'node:path';
import type { Logger } from '#shared/logging/logger';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { readConsoleFiles } from './adapters/console-files.js';
import { rememberedProvider } from './adapters/discover-provider.js';
import type { ConsoleOptions } from './api/console-route.js';
import type { DeskConfig } from './config.js';

const PROVIDER_TIMEOUT_MS = 3_000;

/** null: it is not built. */
export function consoleOf({ issuer, audience, consoleClientId }: DeskConfig, logger: Logger): ConsoleOptions | null {
  const files = readConsoleFiles(path.join(repositoryRoot(), 'dist', 'services', 'desk', 'console'));
  if (files === null) {
    logger.warn({ component: 'desk' }, 'the console is not built and not served');
    return null;
  }
  const nobody = () => Promise.reject(new TypeError('no identity provider is set'));
  const provider = issuer === undefined ? nobody : rememberedProvider(issuer, PROVIDER_TIMEOUT_MS);
  return { files, audience, clientId: consoleClientId, provider };
}
