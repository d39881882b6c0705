import { describe, expect, test } from '@jest/globals';
import { bounceStatusOf } from '#services/mailbox/domain/delivery-report';
import { recipientOf } from '#services/mailbox/domain/recipient';
import { orderCandidates, rightOf } from '#services/mailbox/domain/understand-mail';

const wish = (subject: string, text = '') => rightOf({ subject, text });

describe('what a mail asks for', () => {
  test.each([
    [
      'access',
      [
        'I want a copy of all my data',
        'Auskunft nach Art. 15',
        'Accès à mes données',
        'Acesso aos meus dados',
        'Which data do you have?',
      ],
    ],
    [
      'correction',
      ['Please correct my address', 'Falsche Adresse', 'Rectification de mes données', 'Correção do endereço'],
    ],
    [
      'deletion',
      [
        'Delete all of my data',
        'Löschung meiner Daten',
        'EFFACEZ mes données',
        'Quero excluir meus dados',
        'Please erase my order',
      ],
    ],
    ['deactivation', ['Deactivate my account', 'Konto schließen', 'Désactivation du compte', 'Encerrar minha conta']],
  ] as const)('%s, in the languages of the shop', (right, subjects) => {
    for (const subject of subjects) expect([subject, wish(subject)]).toEqual([subject, right]);
    for (const text of subjects) expect(wish('Order 4711', text)).toBe(right);
  });

  test('is not guessed: nothing clear, or several things, goes to a person', () => {
    for (const text of [
      'Where is my parcel?',
      '',
      'Hallo',
      'Delete my account, or correct my address',
      'Löschen oder Auskunft?',
    ])
      expect(wish(text)).toBeNull();
  });

  test('is not read out of what is quoted', () => {
    expect(wish('Re: hello', 'Thank you!\n\nOn Mon, 4 May 2026, the shop wrote:\nDelete my data')).toBeNull();
    expect(wish('Re: hello', 'Thank you!\n> Delete my data')).toBeNull();
  });
});

test('numbers of orders are whatever may be one; no address, no long digits of sentences, and not too many', () => {
  const text =
    'Order CC-2026-104-2283, not ana7@there.example, see https://shop.example/x1234y and e481f51cbdc54678b7cc49136f2d6af7.';
  expect(orderCandidates({ subject: 'Re: A-4711', text })).toEqual(
    expect.arrayContaining(['A-4711', 'CC-2026-104-2283', 'e481f51cbdc54678b7cc49136f2d6af7']),
  );
  expect(orderCandidates({ subject: '', text }).join(' ')).not.toContain('ana7');
  const many = Array.from({ length: 500 }, (_, at) => `order-${1_000 + at}`).join(' ');
  expect(orderCandidates({ subject: '', text: many })).toHaveLength(20);
});

test('mail is taken for the official address and for return paths of ours, and never relayed', () => {
  const of = (address: string) => recipientOf(address, 'privacy@shop.example', 'orders@shop.example').kind;
  expect(of('Privacy@SHOP.example')).toBe('official');
  expect(
    recipientOf('orders+b-AbCdEfGhIjKlMnOpQrSt12@shop.example', 'privacy@shop.example', 'orders@shop.example'),
  ).toEqual({
    kind: 'bounce',
    noticeId: 'AbCdEfGhIjKlMnOpQrSt12',
  });
  for (const address of [
    'ana@there.example',
    'orders@shop.example',
    'orders+b-x@shop.example',
    'privacy@shop.example.evil.example',
    'orders+b-AbCdEfGhIjKlMnOpQrSt12@evil.example',
    '',
  ])
    expect(of(address)).toBe('foreign');
});

test('of a delivery report only the status is read, and only when delivery failed for good', () => {
  const report =
    'Reporting-MTA: dns; mx.there.example\n\nFinal-Recipient: rfc822; ana@there.example\nAction: failed\nStatus: 5.1.1\n';
  expect(bounceStatusOf(report)).toBe('5.1.1');
  expect(bounceStatusOf(report.replace('failed', 'delayed'))).toBeNull();
  expect(bounceStatusOf(report.replace('Status: 5.1.1', ''))).toBe('5.0.0');
  expect(bounceStatusOf('')).toBeNull();
});
