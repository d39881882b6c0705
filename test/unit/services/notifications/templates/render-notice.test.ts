import { describe, expect, test } from '@jest/globals';
import {
  LANGUAGES,
  languageOf,
  LONGEST_TEXT,
  renderMail,
  renderText,
} from '#services/notifications/templates/render-notice';
import { previewPage } from '#services/notifications/templates/preview-page';
import { SAMPLE_NOTICES, sampleFacts } from '#services/notifications/templates/samples';
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import { readPolicyFile } from '#shared/policy/read-policy-file';

const everyMail = LANGUAGES.flatMap((language) =>
  SAMPLE_NOTICES.map((notice) => ({ language, notice, mail: renderMail(notice, language, sampleFacts(notice)) })),
);

describe('every message in every language', () => {
  test('says something of its own, names the order, and leaves no gap', () => {
    expect(new Set(SAMPLE_NOTICES.map(({ kind }) => kind)).size).toBe(NOTIFICATION_KINDS.length);
    const texts = new Set(everyMail.map(({ mail }) => mail.text));
    expect(texts.size).toBe(everyMail.length);
    for (const { mail, notice } of everyMail) {
      expect(mail.text).toContain('CC-2026-104-2283');
      expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
      if ('carrierId' in notice) expect(mail.text).toContain('SwiftPost');
      if ('reference' in notice) expect(mail.text + mail.subject).toContain(notice.reference);
      expect(mail.subject.length).toBeLessThanOrEqual(90);
    }
  });

  test('loads nothing from elsewhere and links to nothing but the one-time link, which only the confirmation and the invitation have', () => {
    for (const { mail, notice } of everyMail) {
      expect(mail.html).not.toMatch(/<img|<script|<link|url\(|src=|<form|<iframe/i);
      const links = `${mail.text}${mail.html}`.match(/https?:\/\/[^\s"<]+/g) ?? [];
      const isInvitation = notice.kind === 'after-sales-update' && notice.stage === 'invited';
      const confirms =
        notice.kind === 'identity-confirmation' ? ['https://desk.example.org/confirm#R-7Q4K2M.sample'] : [];
      const expected = isInvitation ? ['https://desk.example.org/case#C-5T2N8W-7Q4K2M.sample'] : confirms;
      expect([...new Set(links)]).toEqual(expected);
    }
  });

  test('fits into one text message where it is sent as one, exactly for the kinds of the policy', () => {
    const policy = readPolicyFile();
    for (const { language, notice } of everyMail) {
      const text = renderText(notice, language, sampleFacts(notice));
      expect(text !== null).toBe(policy.notifications.get(notice.kind)?.channels.includes('sms') ?? false);
      expect(text?.length ?? 0).toBeLessThanOrEqual(LONGEST_TEXT);
    }
  });
});

test('an order number cannot become markup, a header or a paragraph of its own', () => {
  const facts = { orderId: '<b>x</b>\r\nBcc: someone@example.org\u2028' + 'y'.repeat(500) };
  const mail = renderMail({ kind: 'order-accepted' }, 'en', facts);
  expect(mail.html).not.toContain('<b>x');
  expect(mail.subject).not.toMatch(/[\r\n\u2028]/);
  expect(mail.subject.length).toBeLessThan(130);
});

test('the language is the one of the customer, or English', () => {
  expect(['de-AT', 'pt_BR', 'FR', 'ja-JP', '', 'deutsch'].map(languageOf)).toEqual([
    'de',
    'pt',
    'fr',
    'en',
    'en',
    'en',
  ]);
});

test('the preview shows each of them, and tells which the policy does not allow', () => {
  const page = previewPage((kind) =>
    kind === 'order-accepted' ? undefined : { channels: ['email'], sentWhen: 'Then.' },
  );
  expect(page.match(/<iframe/g)).toHaveLength(everyMail.length);
  expect(page.match(/never sent\./g)).toHaveLength(2);
});
