// One person writes an address in many ways; the hashes of fraud control are the same for all of them, and hold nothing of it.
import { describe, expect, test } from '@jest/globals';
import { type ContactToHash, fraudPartOf } from '#shared/order-rules/fraud-part';

const contact: ContactToHash = {
  email: 'Ann.Lee@Mail.Example',
  phone: '+49 151 2345678',
  addressLines: ['12, Rue de l’Été'],
  postalCode: '75 001',
  city: 'Paris',
  countryCode: 'FR',
};
const part = (change: Partial<ContactToHash> = {}) =>
  fraudPartOf({ ...contact, ...change }, (kind, value) => `${kind}(${value})`);

describe('what fraud control may know of a contact', () => {
  test.each(['ann.lee@mail.example', ' ANN.LEE+shop@MAIL.example '])('is the same for the spelling %p', (email) => {
    expect(part({ email })).toEqual(part());
  });

  test.each(['0049 (151) 2345678', '+49-151-234-5678'])('is the same for the number %p', (phone) => {
    expect(part({ phone })).toEqual(part());
  });

  test('tells national numbers of two countries apart', () => {
    expect(part({ phone: '0151 2345678' }).phoneHash).toBe('phone(FR:01512345678)');
    expect(part({ phone: '0151 2345678', countryCode: 'DE' }).phoneHash).toBe('phone(DE:01512345678)');
    expect(part({ phone: '0151 2345678' }).phonePrefix).toBeNull();
  });

  test('is the same for an address with other accents, capitals and stops', () => {
    expect(part({ addressLines: ['12 RUE DE L ETE'], postalCode: '75001' }).addressHash).toBe(part().addressHash);
    expect(part({ addressLines: ['21 Rue de l’Été'] }).addressHash).not.toBe(part().addressHash);
  });

  test('holds of the values themselves a domain, a count and four digits only', () => {
    expect(fraudPartOf({ ...contact, email: 'ann2024@mail.example' }, () => 'hash')).toEqual({
      mailDomain: 'mail.example',
      mailDigits: 4,
      phonePrefix: '4915',
      emailHash: 'hash',
      phoneHash: 'hash',
      addressHash: 'hash',
    });
  });

  test('does without what is not there', () => {
    expect(part({ phone: null })).toMatchObject({ phoneHash: null, phonePrefix: null });
    expect(part({ phone: '---' }).phoneHash).toBeNull();
  });
});
