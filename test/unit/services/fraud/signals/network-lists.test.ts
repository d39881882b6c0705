// Lists of networks: every address inside is found, none beside, in IPv4 and IPv6, also where ranges overlap.
import { describe, expect, test } from '@jest/globals';
import { parseDomainList, parseNetworkList } from '#services/fraud/signals/network-lists';

describe('a list of networks', () => {
  const list = parseNetworkList(`# networks of the test
93.184.216.0/24
93.184.216.128/25   # inside the first
8.8.8.8
2a02:810::/32
not-a-network
1.2.3.4/40
`);

  test.each(['93.184.216.0', '93.184.216.255', '8.8.8.8', '2a02:810::', '2a02:810:ffff:ffff:ffff:ffff:ffff:ffff'])(
    'has %s',
    (address) => expect(list.has(address)).toBe(true),
  );

  test.each(['93.184.215.255', '93.184.217.0', '8.8.8.7', '8.8.8.9', '2a02:811::', '2a02:80f:ffff::', '0.0.0.0'])(
    'has not %s',
    (address) => expect(list.has(address)).toBe(false),
  );

  test('tells what it holds and what it could not read', () => {
    expect(list).toMatchObject({ size: 3, skipped: 2 });
  });

  test('may be JSON with a list, and may be empty', () => {
    expect(parseNetworkList('{"name": "x", "list": ["8.8.8.0/24"]}').has('8.8.8.1')).toBe(true);
    expect(parseNetworkList('').has('8.8.8.8')).toBe(false);
  });
});

test('a list of domains has those below a listed one, and no others', () => {
  const list = parseDomainList('throwaway.example\n# note\nSpam.Example');
  expect(['throwaway.example', 'a.b.throwaway.example', 'spam.example'].map(list.has)).toEqual([true, true, true]);
  expect(['example', 'notthrowaway.example', 'throwaway.example.org', ''].map(list.has)).toEqual(Array(4).fill(false));
});
