import { describe, expect, test } from '@jest/globals';
import type { Manner } from '#shared/policy/forbidden/manner';
import { currentPolicy } from '../support/changed-policy.js';

const { forbidden } = currentPolicy();

function codesIn(text: string, manner: Manner = 'text'): readonly string[] {
  return forbidden.findInText(text, manner, 'x').map(({ code }) => code);
}

describe('a full card number is refused', () => {
  const CARD = ['FORBIDDEN_CARD_NUMBER'];
  test.each([
    ['Visa', '4111111111111111'],
    ['Visa of 13 digits', '4222222222222'],
    ['Visa of 19 digits', '4111111111111111110'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard of the second range', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Diners Club', '30569309025904'],
    ['Diners Club of 36', '36227206271667'],
    ['Discover', '6011111111111117'],
    ['JCB', '3530111333300000'],
    ['UnionPay', '6200000000000005'],
    ['Maestro', '6759649826438453'],
    ['Mir', '2200000000000004'],
    ['Elo', '6362970000457013'],
    ['Hipercard', '6062826786276634'],
  ])('of %s, in one piece', (_, number) => {
    expect(codesIn(number)).toEqual(CARD);
    expect(codesIn(`Please charge ${number}, thanks`)).toEqual(CARD);
    expect(codesIn(number, 'identifier')).toEqual(CARD);
  });

  test.each([
    ['blanks', '4111 1111 1111 1111'],
    ['dashes', '4111-1111-1111-1111'],
    ['points', '4111.1111.1111.1111'],
    ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111'],
    ['two blanks', '4111  1111  1111  1111'],
    ['halves', '41111111 11111111'],
    ['single digits', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['the grouping of American Express', '3782 822463 10005'],
    ['the grouping of Diners Club', '3056 930902 5904'],
    ['typographic dashes', '4111–1111–1111–1111'],
    ['full-width digits', '４１１１１１１１１１１１１１１１'],
    ['Arabic digits', '٤١١١١١١١١١١١١١١١'],
    ['Devanagari digits', '४१११ ११११ ११११ ११११'],
    ['invisible characters', '4111\u200b1111\u200b1111\u200b1111'],
  ])('written with %s', (_, number) => {
    expect(codesIn(number)).toEqual(CARD);
  });

  test.each([
    ['behind a house number', 'Hauptstr. 5 4111 1111 1111 1111', 'address'],
    ['behind words without a blank', 'card:4111111111111111', 'address'],
    ['behind letters', 'VISA4111111111111111', 'address'],
    ['before a security code and a date', '4111 1111 1111 1111 12/28 123', 'address'],
    ['in a phone field', '4111 1111 1111 1111', 'phone'],
    ['in the last four digits', '4111111111111111', 'identifier'],
    ['in an article number', 'SKU-4111-1111-1111-1111', 'identifier'],
  ])('%s', (_, text, manner) => {
    expect(codesIn(text, manner as Manner)).toContain('FORBIDDEN_CARD_NUMBER');
  });

  test.each([
    ['a wrong check digit', '4111111111111112', 'text'],
    ['no issuer', '1234567812345670', 'text'],
    ['a length its issuer does not use', '55555555555544448', 'text'],
    ['more digits than a card', '411111111111111100000', 'text'],
    ['an article number', '4006381333931', 'text'],
    ['a telephone number', '+4915123456789', 'text'],
    ['a telephone number without a plus', '4930123456785', 'phone'],
    ['an order number in three groups', '302-1234567-1234564', 'text'],
    ['a part of a hexadecimal id', 'a4111111111111111f', 'identifier'],
    ['a UUID', '41111111-1111-4111-8111-111111111111', 'identifier'],
    ['a serial number of a phone', '356938035643809', 'text'],
    ['sizes', '36-38-40-42-44-46-48', 'text'],
    ['years', '2022 2023 2024 2025', 'text'],
    ['a customs tariff number', '6214201000', 'identifier'],
    ['a post number', '1234567890', 'identifier'],
    ['a tracking number', '00340434161094021501', 'identifier'],
  ])('but not %s', (_, text, manner) => {
    expect(codesIn(text, manner as Manner)).toEqual([]);
  });
});

describe('a card security code is refused', () => {
  const CODE = ['FORBIDDEN_CARD_SECURITY_CODE'];
  test.each([
    'CVV: 123',
    'cvc 123',
    'card security code is 123',
    'Please leave at the door, cvv2=4567',
    'C.V.V. 123',
    'cvv123',
    'CVV-Code: 123',
    '12/28 123 (CVV)',
    'Kartenprüfnummer 123',
    'Prüfziffer der Karte: 123',
    'Sicherheitscode meiner Kreditkarte lautet 123',
    'Sicherheitscode 123, Kreditkarte',
    'code de sécurité de ma carte : 123',
    'the security code on my card is 123',
    'cryptogramme visuel : 123',
    'code de sécurité 123 de ma carte',
    'código de seguridad de la tarjeta: 123',
    'código de segurança do cartão 123',
    'codice di sicurezza della carta 123',
    'kod CVV 123',
    'kod zabezpieczający karty 123',
    'beveiligingscode van de kaart 123',
    'カード セキュリティコード 123',
    'card verification value no. 1234',
    'ＣＶＶ １２３',
  ])('in %s', (text) => {
    expect(codesIn(text)).toEqual(CODE);
    expect(codesIn(text, 'address')).toEqual(CODE);
  });

  test('in a payment reference that is words', () => {
    expect(codesIn('ref 99 CVV 123', 'identifier')).toEqual(CODE);
  });

  test.each([
    'Gate security code 4521',
    'Door code 123, ring at Visa',
    'Polo shirt CVC 200 gsm',
    'Polo shirt CVC 200 cotton',
    'CVC 60/40',
    'CVV 12',
    'CVV 12345',
    'CVV 123.50 EUR',
    'Cardigan 123, size 40',
    'Gift card code 1234',
    'Security code of the Visa office 1234',
    'Hauptstr. 123',
    'ACVV 123',
  ])('but not in %s', (text) => {
    expect(codesIn(text)).toEqual([]);
  });

  test('nor in an article number', () => {
    expect(codesIn('CVC-180-BLK', 'identifier')).toEqual([]);
  });
});
