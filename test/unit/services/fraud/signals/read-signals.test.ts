// Signals become hashes and facts: nothing of what was told is left in clear, and what is no signal gives no handle.
import { describe, expect, test } from '@jest/globals';
import { readAgent } from '#services/fraud/signals/read-agent';
import { readLanguage } from '#services/fraud/signals/read-language';
import { type RawSignals, readSignals, type SignalSources } from '#services/fraud/signals/read-signals';

const T = Date.UTC(2026, 0, 10);
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36';

const raw: RawSignals = {
  placedAt: T,
  customerId: 'customer-1',
  deviceId: 'device-1',
  ipAddress: '93.184.216.34',
  userAgent: CHROME,
  acceptLanguage: 'de-DE,de;q=0.9,en;q=0.5',
  accountCreatedAt: T - 60_000,
  amount: '49.90',
  shipCountry: 'DE',
  locale: 'de-DE',
  mailDomain: 'mail.example',
  mailDigits: 0,
  phonePrefix: '4915',
  hashes: { email: 'hash-of-mail' },
};
const sources: SignalSources = {
  hash: (kind, value) => `#${kind}:${value.length}`,
  countryOf: (address) => (address.startsWith('93.') ? 'US' : undefined),
  isIn: (networkClass, address) => networkClass === 'vpn' && address === '93.184.216.34',
  isDisposable: (domain) => domain === 'throwaway.example',
};
const read = (change: Partial<RawSignals> = {}) => readSignals({ ...raw, ...change }, sources);

describe('signals', () => {
  test('give hashes of what orders may share, and facts that name nobody', () => {
    expect(read()).toEqual({
      handles: {
        account: '#account:10',
        device: '#device:8',
        ip: '#ip:13',
        subnet: '#subnet:15',
        email: 'hash-of-mail',
      },
      facts: {
        account_age_s: 60,
        ip_kind: 'public',
        ip_version: 4,
        ip_country: 'US',
        ip_vpn: true,
        agent: 'browser',
        language: 'de',
        ship_country: 'DE',
        ip_ship_differs: true,
        device_present: true,
        phone_present: true,
        amount: 49.9,
      },
    });
  });

  test.each(['', '00000000-0000-0000-0000-000000000000', 'null', 'unknown', ' '])(
    'do not link orders by the device %p, which is none',
    (deviceId) => {
      const { handles, facts } = read({ deviceId });
      expect(handles.device).toBeUndefined();
      expect(facts['device_present']).toBeUndefined();
    },
  );

  test.each(['10.0.0.1', '203.0.113.1', '104.28.28.0.1', ''])('do not link orders by the address %p', (ipAddress) => {
    const { handles } = read({ ipAddress });
    expect([handles.ip, handles.subnet]).toEqual([undefined, undefined]);
  });

  test('take an account that is younger than its order by its clock for new, not for ancient', () => {
    expect(read({ accountCreatedAt: T + 5_000 }).facts['account_age_s']).toBe(0);
    expect(read({ accountCreatedAt: null }).facts['account_age_s']).toBeUndefined();
  });

  test('compare the telephone by calling code, which countries share', () => {
    expect(read({ phonePrefix: '4479' }).facts['phone_ship_differs']).toBe(true);
    expect(read({ phonePrefix: '1416', shipCountry: 'US' }).facts['phone_ship_differs']).toBeUndefined();
    expect(read({ phonePrefix: null }).facts['phone_ship_differs']).toBeUndefined();
  });

  test('know throw-away mail', () => {
    expect(read({ mailDomain: 'throwaway.example' }).facts['mail_disposable']).toBe(true);
  });
});

test.each([
  [CHROME, 'browser'],
  [CHROME.replace('Chrome/', 'HeadlessChrome/'), 'headless'],
  ['curl/8.5.0', 'bot'],
  ['python-requests/2.32', 'bot'],
  ['', 'absent'],
  [null, 'absent'],
])('the user agent %p is %s', (text, agent) => {
  expect(readAgent(text)).toBe(agent);
});

test.each([
  ['de-DE,de;q=0.9,en;q=0.5', 'de', 'DE'],
  ['en;q=0.5,fr-CA;q=0.8', 'fr', 'CA'],
  ['zh-Hant-TW', 'zh', 'TW'],
  ['pt_BR', 'pt', 'BR'],
  ['*', '', ''],
  ['es-419', 'es', ''],
  ['<script>', '', ''],
  [null, '', ''],
])('the languages %p prefer %p', (text, language, region) => {
  expect(readLanguage(text)).toEqual({ language, region });
});
