// What tools open that read sealed records (backup, restore, dead letters): the broker as a service sees it, and the keyring itself, which services never get.
import { KEYRING } from '#shared/config/keyring';
import { type Environment, loadConfig } from '#shared/config/load';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { openKeyring } from '#shared/vault/open-keyring';
import type { KeyStore } from '#shared/vault/key-store';
import type { Keyring } from '#shared/vault/keyring';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';

export interface ToolPlatform {
  readonly platform: Platform;
  readonly keyring: Keyring;
  readonly store: KeyStore;
}

/** @param environment default: of the process */
export async function withToolPlatform<T>(
  name: 'backup' | 'restore' | 'dead-letters',
  work: (opened: ToolPlatform) => Promise<T>,
  environment?: Environment,
): Promise<T> {
  const { keyring: config } = loadConfig({ keyring: KEYRING }, environment);
  // Opened first and never made here: a backup under a new keyring could be read by nobody.
  const keyring = await openKeyring(config);
  const opened = await compose(name, async (use) => {
    const logger = createLogger({ service: name, level: 'error' });
    const platform = await openPlatform(use, {
      name,
      logger,
      isRestoring: name === 'restore',
      ...(environment === undefined ? {} : { environment }),
    });
    await prepareTopics(platform, 'leave');
    return platform;
  }).start();
  try {
    const { value: platform } = opened;
    return await work({ platform, keyring, store: createMongoKeyStore({ db: platform.database }) });
  } finally {
    await opened.stop();
  }
}
