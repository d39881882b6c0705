// `npm run services -- [intake carriers fraud erasure]`: the named services (none: all) in one process, until a signal or a crash.
import { compose } from '#shared/runtime/compose';
import { createHealthServer } from '#shared/runtime/health-server';
import { runService } from '#shared/runtime/run-service';
import { HTTP } from '#shared/config/http';
import { loadConfig } from '#shared/config/load';
import { LOGGING } from '#shared/config/logging';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Service } from '#shared/platform/service';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { createMetrics } from '#shared/telemetry/metrics';

/** Loaded only when asked for: a service that runs alone carries no code of the others. */
const SERVICES = {
  intake: async () => (await import('./intake/service.js')).createIntakeService,
  carriers: async () => (await import('./carriers/service.js')).createCarriersService,
  fraud: async () => (await import('./fraud/service.js')).createFraudService,
  notifications: async () => (await import('./notifications/service.js')).createNotificationsService,
  mailbox: async () => (await import('./mailbox/service.js')).createMailboxService,
  erasure: async () => (await import('./erasure/service.js')).createErasureService,
  desk: async () => (await import('./desk/service.js')).createDeskService,
} as const;
type ServiceName = keyof typeof SERVICES;
const ALL = Object.keys(SERVICES) as readonly ServiceName[];

const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm run services -- [${ALL.join(' ')}]
Runs the named services in one process (none: all) against the configured infrastructure.
Settings come from the environment: shared/config/README.md. Ctrl-C drains and stops; twice stops at once.\n`);
  process.exit(0);
}
const unknown = args.filter((name) => !(name in SERVICES));
if (unknown.length > 0) {
  process.stderr.write(`Unknown service ${unknown.join(', ')}. There are: ${ALL.join(', ')}.\n`);
  process.exit(64);
}
// Sealed blocks are cut from Node's buffer pool; its 8 KiB would mean a new one for every dozen of them.
Buffer.poolSize = 131_072;

const names = args.length === 0 ? ALL : (args as readonly ServiceName[]);

const config = loadConfig({ http: HTTP, logging: LOGGING });
const logger = createLogger({
  service: names.length === 1 ? (names[0] ?? 'services') : 'services',
  level: config.logging.level,
});
const metrics = createMetrics({ service: names.join('+'), processMetrics: true });

const component = compose('services', async (use) => {
  const platform = await openPlatform(use, { name: names.join('-'), logger });
  await prepareTopics(platform);
  const services: Service[] = [];
  for (const name of names) {
    const create = await SERVICES[name]();
    services.push(await use(create(platform, metrics)));
  }
  const health = await use(
    createHealthServer({
      host: config.http.healthHost,
      port: config.http.healthPort,
      metrics,
      checks: Object.fromEntries([
        ['mongo', platform.mongoHealth],
        ...services.flatMap(({ checks }) => Object.entries(checks)),
      ]),
    }),
  );
  await Promise.all(services.map(({ ready }) => ready));
  logger.info({ component: names.join('+'), address: health.url }, 'ready');
  const addresses = Object.fromEntries(services.flatMap(({ name, address }) => (address ? [[name, address]] : [])));
  process.send?.({ ready: health.url, addresses });
  const { policyDone, registerDone } = platform;
  return { done: Promise.race([policyDone, registerDone, ...services.map(({ done }) => done)]) };
});

await runService({ component, logger });
