// Addresses as shops tell them: lists, ports, brackets, mapped and reserved ones, and rubbish. None of them stops an order.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAddress } from '#services/fraud/signals/read-address';

describe('an address', () => {
  test.each([
    ['93.184.216.34', 'public', '93.184.216.34', '93.184.216.0/24'],
    ['93.184.216.34:443', 'public', '93.184.216.34', '93.184.216.0/24'],
    ['::ffff:93.184.216.34', 'public', '93.184.216.34', '93.184.216.0/24'],
    ['2A02:0810:8c40:0000::1', 'public', '2a02:810:8c40::1', '2a0208108c40/48'],
    ['[2a02:810:8c40::1]:443', 'public', '2a02:810:8c40::1', '2a0208108c40/48'],
    ['for="[2a02:810:8c40::1]"', 'public', '2a02:810:8c40::1', '2a0208108c40/48'],
    ['10.0.0.7', 'private', '10.0.0.7', null],
    ['100.64.1.1', 'private', '100.64.1.1', null],
    ['fe80::1%eth0', 'private', 'fe80::1', null],
    ['203.0.113.9', 'reserved', '203.0.113.9', null],
    ['2001:db8::1', 'reserved', '2001:db8::1', null],
    ['999.1.1.1', 'malformed', null, null],
    ['0x7f.1', 'malformed', null, null],
    ['unknown', 'malformed', null, null],
    ['', 'absent', null, null],
    [' , ', 'absent', null, null],
  ])('%p is %s', (told, kind, address, subnet) => {
    expect(readAddress(told)).toMatchObject({ kind, address, subnet });
  });

  test.each([
    ['10.0.0.1, 93.184.216.34, 8.8.8.8', '93.184.216.34'],
    ['93.184.216.34, 93.184.216.34, 93.184.216.34', '93.184.216.34'],
    ['unknown, 93.184.216.34', '93.184.216.34'],
    ['10.0.0.1, fd00::1', '10.0.0.1'],
  ])('of the list %p is the first public one', (told, address) => {
    expect(readAddress(told)).toMatchObject({ address, isForwarded: true });
  });

  test('never fails, whatever is told', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\d.:a-f[\],% /"]{0,60}$/)), (told) => {
        const { kind, address } = readAddress(told);
        expect(address === null).toBe(kind === 'malformed' || kind === 'absent');
      }),
      { numRuns: 500 },
    );
  });
});
