import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { shapeFaults } from '#shared/domain/shape-faults';

const name = z.string().regex(/^[a-z]+$/, 'must be small letters');
const schema = z.strictObject({
  version: z.int().min(1),
  need: z.union([
    z.enum(['required', 'when-present']),
    z.strictObject({ requiredIn: z.array(z.string()), elsewhere: z.enum(['withheld', 'when-present']) }),
  ]),
  recipients: z.record(z.enum(['carrier', 'warehouse']), z.string()),
  carriers: z.record(name, z.boolean()),
  basis: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('own') }),
    z.strictObject({ is: z.literal('law') }),
  ]),
  until: z.iso.date(),
  lines: z.array(z.string().min(3)).min(1),
});
const SOUND = {
  version: 1,
  need: 'required',
  recipients: { carrier: 'a', warehouse: 'b' },
  carriers: { swift: true },
  basis: { is: 'own' },
  until: '2026-01-31',
  lines: ['abc'],
};

function faultsOf(changes: object): readonly string[] {
  const tree = { ...SOUND, ...changes };
  const issues = schema.safeParse(tree).error?.issues ?? [];
  return shapeFaults(tree, issues).map(({ place, says }) => `${place.map(String).join('.')}: ${says}`);
}

describe('what is wrong with the shape of a file', () => {
  test('is nothing of a sound one', () => {
    expect(faultsOf({})).toEqual([]);
  });

  test.each([
    ['missing', { version: undefined }, ['version: is missing; a number belongs here']],
    ['empty', { until: null }, ['until: is empty; text belongs here']],
    ['of another kind', { version: '2' }, ['version: must be a number']],
    ['no whole number', { version: 1.5 }, ['version: must be a whole number']],
    ['too small', { version: 0 }, ['version: must be at least 1']],
    ['no day', { until: 'tomorrow' }, ['until: must be a day such as 2026-01-31']],
    ['an empty list', { lines: [] }, ['lines: must have at least 1 entry']],
    ['too short an entry', { lines: ['abc', 'd'] }, ['lines.1: must have at least 3 characters']],
    ['an unknown key', { retention: 1 }, ['retention: is no key that is known here']],
    [
      'an unknown name of a closed list, and a known one that is missing',
      { recipients: { carrier: 'a', advertiser: 'c' } },
      ['recipients.warehouse: is missing; text belongs here', 'recipients.advertiser: is no key that is known here'],
    ],
    [
      'a name of another form',
      { carriers: { 'A-1': true } },
      ['carriers.A-1: is no name that may stand here: must be small letters'],
    ],
    ['another word than those there are', { basis: { is: 'wish' } }, ['basis.is: must be one of “own”, “law”']],
    [
      'none of several forms',
      { need: 'maybe' },
      ['need: must be one of “required”, “when-present”, or a block of keys'],
    ],
    [
      'one of several forms, with a fault in it',
      { need: { requiredIn: ['DE'], elsewhere: 'never' } },
      ['need.elsewhere: must be one of “withheld”, “when-present”'],
    ],
    [
      'none at all of several forms',
      { need: undefined },
      ['need: is missing; one of “required”, “when-present”, or a block of keys belongs here'],
    ],
  ])('names the place and what is expected of what is %s', (_what, changes, faults) => {
    expect(faultsOf(changes)).toEqual(faults);
  });
});
