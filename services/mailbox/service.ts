// Puts the official mailbox together. It has no lanes: a mail is answered with 250 once Kafka has what came of it.
import { topics } from '#schemas/generated/topics';
import { loadConfig } from '#shared/config/load';
import { classify } from '#shared/errors/classify';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { Platform } from '#shared/platform/platform';
import type { Service } from '#shared/platform/service';
import type { Component } from '#shared/runtime/component';
import { compose } from '#shared/runtime/compose';
import type { Metrics } from '#shared/telemetry/metrics';
import { readMail } from './adapters/read-mail.js';
import { type Answer, type Received, smtpReceiver } from './adapters/smtp-receiver.js';
import { MAILBOX } from './config.js';
import { takeBounce, takeRequest } from './steps/take-mail.js';

const LONGEST_BYTES = 1_048_576;
const CONNECTIONS = 50;
const AUTOMATIC: Answer = { code: 550, words: '5.7.1 Automatic mail is not read here' };
const UNREADABLE: Answer = { code: 550, words: '5.6.0 This is not a mail that can be read' };

export function createMailboxService(platform: Platform, metrics: Metrics): Component<Service> {
  return compose('mailbox', async (use) => {
    const { codec, vault, refs, policy, realClock, topicName, logger, kafka } = platform;
    const { config } = loadConfig({ config: MAILBOX });
    const never = new Promise<void>(() => undefined);
    const service: Service = { name: 'mailbox', ready: Promise.resolve(), done: never, checks: {} };
    if (config.open === null) return service;
    await codec.prepare([topics.deskRequests, topics.notificationsRequested, topics.notificationsBounces]);
    const mails = metrics.counter('mails_received_total', 'Mails to the official mailbox, by what became of them', [
      'outcome',
    ]);
    const producer = await use({
      name: 'mailbox-producer',
      start: async () => {
        const value = await startPlainProducer(kafka);
        return { value, stop: () => value.stop() };
      },
    });
    const deps = {
      codec,
      vault,
      orderRefOf: (orderId: string) => refs.orderRef(orderId),
      policyVersion: () => policy.current().version,
      topicName,
      nowMs: () => realClock.nowMs(),
    };

    async function take({ recipients, isWithoutReturn, raw }: Received): Promise<Answer> {
      const mail = await readMail(raw);
      if (mail === null) return counted('unreadable', UNREADABLE);
      const bounces = recipients.flatMap((one) => (one.kind === 'bounce' ? takeBounce(deps, one.noticeId, mail) : []));
      const isRequest = recipients.some(({ kind }) => kind === 'official');
      // An answer to a machine would be a conversation between two of them.
      if (isRequest && (isWithoutReturn || mail.isAutomatic)) return counted('automatic', AUTOMATIC);
      const requests = isRequest ? await takeRequest(deps, mail, raw) : [];
      if (bounces.length + requests.length > 0) await producer.send([...requests, ...bounces]);
      return counted(isRequest ? (requests.length > 1 ? 'request' : 'for-a-person') : 'bounce', null);
    }

    function counted(outcome: string, answer: Answer): Answer {
      mails.inc({ outcome });
      return answer;
    }

    const { open, host, official, from } = config;
    const settings = { host, ...open, official, from, longestBytes: LONGEST_BYTES, connections: CONNECTIONS };
    const receiver = await use(
      smtpReceiver(settings, async (mail) => {
        try {
          return await take(mail);
        } catch (err) {
          logger.warn({ err, code: classify(err).code }, 'a mail is asked to come again');
          mails.inc({ outcome: 'later' });
          throw err;
        }
      }),
    );
    logger.info({ component: 'mailbox', port: receiver.port }, 'the mailbox is open');
    return {
      ...service,
      checks: { mailbox: () => ({ ok: true, note: `port ${receiver.port}` }) },
      address: `smtp://${host.includes(':') ? `[${host}]` : host}:${receiver.port}`,
    };
  });
}
