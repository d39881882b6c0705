// Who is told what: the closed list, and nothing for what is nobody's news.
import { describe, expect, test } from '@jest/globals';

import { understandRequest } from '#services/notifications/domain/requested-notice';
import { loadPolicy } from '#shared/policy/load-policy';
import { NOTIFICATION_KINDS } from '#shared/domain/notification-kinds';
import { readPolicyFile, readPolicyText } from '#shared/policy/read-policy-file';
import { linkOf, occasionOf } from '#services/notifications/domain/notice';
import { noticeOfParcel, noticeOfStatus } from '#services/notifications/domain/notices-of';

const told = (status: string, more: object = {}) =>
  noticeOfStatus({ status, outcome: null, reasonCodes: [], fieldPaths: [], ...more });
const parcel = (state: string, number = 1) =>
  noticeOfParcel({ state, carrierId: 'swiftpost', parcel: number, parcels: 2 });

describe('the list of messages', () => {
  test('is the same in the program and in the policy, and closed in both', () => {
    expect([...readPolicyFile().notifications.keys()].toSorted()).toEqual([...NOTIFICATION_KINDS].toSorted());
  });

  test('has no room for advertising: a policy with a kind of its own is invalid', () => {
    const text = readPolicyText().replace(/^ {2}order-accepted: \{ channels/m, '  newsletter: { channels');
    expect(() => loadPolicy(text)).toThrow('POLICY_INVALID');
  });
});

describe('what an order comes to', () => {
  test('is told when it is accepted, refused or cancelled', () => {
    expect(told('ACCEPTED')).toEqual({ kind: 'order-accepted' });
    expect(told('REFUSED', { reasonCodes: ['POSTAL_CODE_INVALID'] })).toEqual({ kind: 'order-refused' });
    expect(told('FINISHED', { outcome: 'CANCELLED' })).toEqual({ kind: 'order-cancelled' });
  });

  test('is told of a hold only when the customer can lift it, and what is asked for', () => {
    const missing = { reasonCodes: ['FIELD_REQUIRED_MISSING'] };
    const paths = ['shipping.addressLines[0]', 'shipping.phone', 'shipping.postalCode'];
    expect(told('HELD', { ...missing, fieldPaths: paths })).toEqual({
      kind: 'order-on-hold',
      asksFor: ['phone', 'address'],
    });
    expect(told('HELD', missing)).toEqual({ kind: 'order-on-hold', asksFor: ['address'] });
    expect(told('HELD', { reasonCodes: ['AGREEMENT_EXPIRED'] })).toBeNull();
    expect(told('HELD')).toBeNull();
  });

  test.each(['RELEASED', 'HANDED_OVER', 'DELIVERED', 'ERASED', 'SOMETHING_NEW'])(
    'is not told as an order: %s',
    (status) => {
      expect(told(status)).toBeNull();
      expect(told('FINISHED', { outcome: 'DELIVERED' })).toBeNull();
    },
  );

  test('is told of parcels at both ends of their way, and not in between', () => {
    expect(parcel('ACCEPTED')).toMatchObject({ kind: 'parcel-handed-over', parcel: 1, parcels: 2 });
    expect(parcel('DELIVERED', 2)).toMatchObject({ kind: 'parcel-delivered', parcel: 2 });
    expect(parcel('RETURNED')).toMatchObject({ kind: 'parcel-returned' });
    expect(parcel('LOST')).toMatchObject({ kind: 'parcel-lost' });
    for (const state of ['HELD', 'RELEASED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY']) expect(parcel(state)).toBeNull();
    expect(parcel('DELIVERED', 0)).toBeNull();
  });
});

test('two parcels, two holds and two stages are two occasions; the same one told again is one', () => {
  const occasion = (notice: ReturnType<typeof parcel>) => (notice === null ? null : occasionOf(notice));
  expect(occasion(parcel('DELIVERED', 1))).not.toBe(occasion(parcel('DELIVERED', 2)));
  expect(occasion(parcel('DELIVERED', 1))).toBe(occasion(parcel('DELIVERED', 1)));
  const hold = (fieldPaths: readonly string[]) =>
    occasion(told('HELD', { reasonCodes: ['FIELD_REQUIRED_MISSING'], fieldPaths }));
  expect(hold(['shipping.phone'])).not.toBe(hold(['shipping.city']));
  expect(hold(['shipping.phone', 'shipping.city'])).toBe(hold(['shipping.city', 'shipping.phone']));
});

describe('an invitation to write into a case', () => {
  const asked = { kind: 'after-sales-update', reference: 'C-ANNA-1', right: null, stage: 'invited', validUntil: 9 };

  test('is a notice with a link to the page of cases', () => {
    const understood = understandRequest(asked);
    if (understood.kind !== 'notice') throw new Error(understood.fieldPaths.join());
    expect(linkOf(understood.notice)).toEqual({ page: 'case', reference: 'C-ANNA-1', validUntil: 9 });
  });

  test('needs an end of its link, which no other news of a case has', () => {
    for (const wrong of [{ validUntil: null }, { stage: 'answered' }])
      expect(understandRequest({ ...asked, ...wrong })).toEqual({ kind: 'faults', fieldPaths: ['validUntil'] });
  });
});
