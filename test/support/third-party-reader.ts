// Whom people authorise, as a program of its own: its login, its private key, its topic, and nothing of ours.
import { authorisedBinding, authorisedInfo } from '#shared/hpke/associated-data';
import type { SealedBlock } from '#schemas/generated/records';
import { outsideKafka, outsideRegistry } from '#shared/sample/outside/connection';
import { openSealed } from './open-sealed.js';
import type { TestWorld } from './services-under-test.js';
import { outsidersOf } from './world-outsiders.js';

export interface ThirdPartyReader {
  /** What lies under the number of an authorisation: opened, `gone` by a tombstone, undefined as long as nothing came. */
  latest(authorisationId: string): unknown;
  stop(): Promise<void>;
}

export interface ThirdPartyReaderOptions {
  readonly thirdPartyId: string;
  readonly login: Readonly<Record<string, unknown>>;
  readonly privateKey: Buffer;
}

export async function startThirdPartyReader(
  world: TestWorld,
  { thirdPartyId, login, privateKey }: ThirdPartyReaderOptions,
): Promise<ThirdPartyReader> {
  const { user, password, topic } = login as Readonly<Record<string, string>>;
  const like = outsidersOf(world).orderServiceConnection;
  const connection = {
    ...like,
    login: { mechanism: 'scram-sha-256', username: `${user}`, password: `${password}` } as const,
  };
  const registry = outsideRegistry(connection);
  const info = authorisedInfo(thirdPartyId);
  const held = new Map<string, unknown>();
  const groupId = `${world.isolation.topicPrefix}${user}-test`;
  const consumer = outsideKafka(connection, 'third-party').consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topic: `${topic}`, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { key, value } }) => {
      const id = key?.toString('utf8') ?? '';
      if (value === null) return void held.set(id, 'gone');
      const { block } = (await registry.decode(value)) as { readonly block: SealedBlock };
      held.set(id, await openSealed(block, { info, binding: authorisedBinding(id), privateKey }));
    },
  });
  return { latest: (authorisationId) => held.get(authorisationId), stop: () => consumer.disconnect() };
}
