// Refs: stable, unrelated between domains, and never equal for two different inputs that only look alike when joined.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCustomerRef, parseOrderRef, parseShipmentRef } from '#shared/domain/refs';
import { refBytes, refText } from '#shared/refs/ref-bytes';
import { createRefs } from '#shared/refs/refs';

const refs = createRefs(Buffer.alloc(32, 1));
/** Ids made to collide where parts are merely joined: few letters, the separators among them. */
const craftedId = fc.string({ unit: fc.constantFrom('a', 'b', '|', '/', ':', '\0', '1', 'order', 'ß'), maxLength: 6 });

describe('refs', () => {
  test('the ref of an order stays the same for ever, since a tombstone must match the key it deletes', () => {
    // Computed with Python's hashlib.blake2b(digest_size=16, key=…); a change here orphans every stored key.
    expect(refs.orderRef('ORDER-1')).toBe('HIonC54S_-XtWxTiF_mynw');
    expect(refs.shipmentRef('swiftpost', 'ORDER-1', 1)).toBe('b_ooUuAxxNg-Y20DOLxEHg');
    expect(refs.orderRef('ORDER-Ü東😀-1')).toBe('OrNObwrepIVxijj-lOHrmQ');
    expect(refs.customerRef('C-1')).toBe('myFbaNUXE1w_NiiYwnE7uQ');
  });

  test('another key gives other refs, so refs tell nothing without it', () => {
    expect(createRefs(Buffer.alloc(32, 2)).orderRef('ORDER-1')).not.toBe(refs.orderRef('ORDER-1'));
  });

  test('parts that join to the same text give different shipment refs', () => {
    expect(refs.shipmentRef('a|b', 'c', 1)).not.toBe(refs.shipmentRef('a', 'b|c', 1));
    expect(refs.shipmentRef('a', '1', 1)).not.toBe(refs.shipmentRef('a', '', 11));
    fc.assert(
      fc.property(craftedId, craftedId, fc.nat(12), craftedId, craftedId, fc.nat(12), (c1, o1, p1, c2, o2, p2) => {
        const isSame = c1 === c2 && o1 === o2 && p1 === p2;
        expect(refs.shipmentRef(c1, o1, p1) === refs.shipmentRef(c2, o2, p2)).toBe(isSame);
      }),
    );
  });

  test('an order, a customer and a shipment with the same id have unrelated refs', () => {
    fc.assert(
      fc.property(craftedId, fc.nat(12), (id, parcel) => {
        const made = [
          refs.orderRef(id),
          refs.customerRef(id),
          refs.shipmentRef(id, id, parcel),
          refs.shipmentRef('', id, parcel),
        ];
        expect(new Set(made).size).toBe(id === '' ? 3 : 4);
      }),
    );
  });

  test('ids longer than the scratch space count to their last character', () => {
    const long = 'x'.repeat(5_000);
    expect(refs.orderRef(`${long}a`)).not.toBe(refs.orderRef(`${long}b`));
    expect(refs.orderRef(`${long}a`)).toBe(refs.orderRef(`${long}a`));
    // The border between scratch and own buffer must not change the bytes that are hashed.
    const short = refs.orderRef('y'.repeat(300));
    refs.orderRef('z'.repeat(900));
    expect(refs.orderRef('y'.repeat(300))).toBe(short);
  });

  test('every ref is 22 characters of base64url, parses as itself, and survives the way through its bytes', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const ref = refs.orderRef(id);
        expect(parseOrderRef(ref)).toBe(ref);
        expect(refs.bytes(ref)).toHaveLength(16);
        expect(refText(refBytes(ref))).toBe(ref);
      }),
    );
  });
});

describe('parsing refs', () => {
  test('anything that is not a canonical ref is undefined, never an exception', () => {
    const ref = refs.orderRef('ORDER-1');
    for (const value of [
      undefined,
      null,
      7,
      {},
      '',
      'ORDER-1',
      `${ref}A`,
      ref.slice(1),
      ` ${ref.slice(1)}`,
      `${ref.slice(0, 21)}B`,
    ]) {
      expect(parseOrderRef(value)).toBeUndefined();
      expect(parseShipmentRef(value)).toBeUndefined();
      expect(parseCustomerRef(value)).toBeUndefined();
    }
    fc.assert(fc.property(fc.anything(), (value) => void parseOrderRef(value)));
  });

  test('a second spelling of the same bytes is refused, or one order would have two keys', () => {
    const spelled = refText(Buffer.alloc(16, 0xff));
    expect(parseOrderRef(spelled)).toBe(spelled);
    expect(parseOrderRef(`${spelled.slice(0, 21)}_`)).toBeUndefined();
  });
});
