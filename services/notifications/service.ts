// Puts notifications together: the only file that names its concrete parts. The lanes note what is to be told; the senders tell it.
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { loadConfig } from '#shared/config/load';
import { createSealDeadLetters } from '#shared/dead-letters/seal-dead-letters';
import { classify } from '#shared/errors/classify';
import { createOneTimeLinks, ONE_TIME_LINKS_KEY } from '#shared/one-time-links/one-time-link';
import { laneService } from '#shared/platform/lane-service';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import type { Component } from '#shared/runtime/component';
import { compose, type Use } from '#shared/runtime/compose';
import { createAlarms } from '#shared/telemetry/alarms';
import type { Metrics } from '#shared/telemetry/metrics';
import { mailOf, textOf } from './channels/channel.js';
import { createSmtpChannel } from './channels/smtp-channel.js';
import { createTextChannel } from './channels/text-channel.js';
import { AT_A_TIME, NOTIFICATIONS, type NotificationsConfig } from './config.js';
import type { LinkPage } from './domain/notice.js';
import { createNotificationsFlow } from './flow.js';
import { createSender } from './sender.js';
import { type Send, sendNotice } from './steps/send-notice.js';
import { createMongoOutbox } from './store/mongo-outbox.js';
import type { ChannelId } from './store/outbox.js';
import { languageOf } from './templates/render-notice.js';

const IDLE_MS = 250;
const WAITS = { firstWaitMs: 5_000, longestWaitMs: 900_000 } as const;

export function createNotificationsService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('notifications', async (use) => {
    const { codec, vault, policy, refs, clock, realClock, topicName, logger, database } = platform;
    const { config } = loadConfig({ config: NOTIFICATIONS });
    await codec.prepare([topics.erasureReceipts, topics.notificationsDeadLetters]);
    const outbox = await createMongoOutbox(database);
    const noted = metrics.counter('notices_noted_total', 'Notices to be told to customers', []);
    const told = metrics.counter('notices_total', 'Notices, by what became of them', ['state']);
    const alarms = createAlarms(metrics, logger);
    const channels = await openChannels(use, config);
    if (!channels.has('email')) alarms.raise('MAIL_NOT_SET_UP', {});
    const handler = createNotificationsFlow({
      codec,
      outbox,
      policy,
      clock,
      machineClock: realClock,
      // Mails wait for a server; a gateway for text messages is not for everybody.
      channels: new Set<ChannelId>(['email', ...channels.keys()]),
      longestAgeMs: config.longestAgeMs,
      orderRefOf: (orderId) => refs.orderRef(orderId),
      topicName,
      sealDeadLetters: createSealDeadLetters({
        service: 'notifications',
        topic: topics.notificationsDeadLetters,
        topicName,
        codec,
        vault,
        policy,
        clock,
      }),
      onDeadLetters: (refusals) => {
        for (const { code } of refusals) metrics.deadLetters.inc({ code });
      },
      onNoted: (count) => noted.inc({}, count),
    });
    const links = createOneTimeLinks(platform.deriveKey(ONE_TIME_LINKS_KEY));
    const deps = {
      codec,
      vault,
      policy,
      outbox,
      channels,
      languageOf,
      linkFor: (page: LinkPage, reference: string, validUntil: number) =>
        `${config.deskUrl}/${page}#${links.tokenFor(reference, validUntil)}`,
      rules: { ...WAITS, longestAgeMs: config.longestAgeMs },
      nowMs: () => realClock.nowMs(),
      random: platform.kafka.waiting.random,
    };
    const sender =
      channels.size === 0
        ? null
        : await use(
            createSender({
              outbox,
              send: (claimed) => sendNotice(deps, claimed),
              machineClock: realClock,
              atATime: AT_A_TIME,
              leaseMs: config.leaseMs,
              idleMs: IDLE_MS,
              onSent: (_, sent) => told.inc({ state: sent }),
              onFailed: (err) => {
                const { code, class: kind } = classify(err);
                logger.warn({ err, code }, 'a notice could not be worked on');
                return kind === 'retry';
              },
            }),
          );
    const lanes = await use(
      laneService(
        platform,
        metrics,
        {
          service: 'notifications',
          inputs: [
            {
              topic: topicName(topics.ordersSealed.name),
              layout: 'by-category',
              categoryIndexes: [SEALED_CATEGORIES.indexOf('contact')],
            },
            { topic: topicName(topics.ordersStatuses.name), layout: 'by-lane' },
            { topic: topicName(topics.shipmentsProgress.name), layout: 'by-lane' },
            { topic: topicName(topics.notificationsRequested.name), layout: 'any-lane' },
            { topic: topicName(topics.notificationsBounces.name), layout: 'any-lane' },
            { topic: topicName(topics.erasureRequests.name), layout: 'by-lane' },
          ],
          handler,
        },
        'relaxed',
      ),
    );
    const done = sender === null ? lanes.done : Promise.race([lanes.done, sender.done]);
    done.catch(() => undefined);
    const note = channels.has('email') ? 'mails are sent' : 'no mail server is set up (SMTP_URL): mails wait';
    return { ...lanes, done, checks: { ...lanes.checks, 'notifications-mail': () => ({ ok: true, note }) } };
  });
}

/** The ways that are set up; each closes with the service. */
async function openChannels(use: Use, config: NotificationsConfig): Promise<ReadonlyMap<ChannelId, Send>> {
  const channels = new Map<ChannelId, Send>();
  const { smtp, textGateway } = config;
  if (smtp !== null) {
    const mail = await use(closing('smtp-channel', createSmtpChannel(smtp)));
    channels.set('email', (notice, language, facts, to) => mail.handOver(mailOf(notice, language, facts, to)));
  }
  if (textGateway !== null) {
    const texts = await use(closing('text-channel', createTextChannel(textGateway)));
    channels.set('sms', (notice, language, facts, to) => {
      const message = textOf(notice, language, facts, to);
      return message === null ? null : texts.handOver(message);
    });
  }
  return channels;
}

function closing<T extends { close(): Promise<void> }>(name: string, value: T): Component<T> {
  return { name, start: () => Promise.resolve({ value, stop: () => value.close() }) };
}
