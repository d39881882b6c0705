// What is collected for an account: its number, the moment, the device and the address, and an e-mail address where it is sealed.
import { describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { readHouse } from '#shared/policy/check/house';
import { fieldsBelow } from '#shared/policy/check/schema-fields';
import { readPolicyFile, repositoryRoot } from '#shared/policy/read-policy-file';

const policy = readPolicyFile();
const { records } = readHouse(repositoryRoot(), policy);
const all = [...records.values()].flatMap(({ fullName, fields }) => fields.map((field) => ({ ...field, fullName })));

describe('accounts', () => {
  test('events of accounts have fields for the account, the moment, the device and the address, and for nothing else', () => {
    const names = [...topics.accountsEvents.recordNames, ...topics.accountsClosed.recordNames];
    expect(new Set(names).size).toBe(3);
    const fields = names.flatMap((name) => fieldsBelow(records, name));
    expect([...new Set(fields.map(({ path, category }) => `${path}: ${category}`))].toSorted()).toEqual([
      'customerId: account',
      'deviceId: signals',
      'eventId: none',
      'ipAddress: signals',
      'occurredAt: account',
      'reason: account',
    ]);
  });

  test('no schema has a field for what somebody signs in with', () => {
    const secret = /pass(?:word|wd|phrase|code)|credential|secret|\botp|pincode|securityanswer/i;
    expect(['userPassword', 'secretQuestion'].every((name) => secret.test(name))).toBe(true);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ name }) => secret.test(name)).map(({ fullName, name }) => `${fullName}.${name}`)).toEqual([]);
  });
});

describe('e-mail addresses', () => {
  test('lie in sealed categories only, and none of them is the account', () => {
    const addresses = all.filter(({ name, unit }) => unit === 'e-mail address' || /e-?mail(?!hash)/i.test(name));
    expect(addresses.length).toBeGreaterThan(1);
    for (const { category, fullName, name } of addresses) {
      const rule = [...policy.categories.values()].find(({ id }) => id === category);
      expect({ fullName, name, isSealed: rule?.sealed, isAccount: category === 'account' }).toEqual({
        fullName,
        name,
        isSealed: true,
        isAccount: false,
      });
    }
  });
});
