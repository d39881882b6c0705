// Policies whose allow-lists are drawn at random: any releasable field, any need. Drawn once, since compiling takes a while.
import fc from 'fast-check';
import { RELEASABLE_FIELDS } from '#shared/policy/release/shipment-fields';
import { changedPolicy, put, type Tree } from './changed-policy.js';

export const drawnPolicies = fc.sample(
  fc.array(fc.tuple(fc.nat(), fc.constantFrom('required', 'when-present', undefined)), { maxLength: 40 }).map((draws) =>
    changedPolicy((tree) => {
      const lists = Object.values(tree['carriers'] as Tree).flatMap((carrier) =>
        Object.values(carrier['releases'] as Tree),
      );
      draws.forEach(([n, need], index) => {
        const list = lists[index % lists.length] as Tree;
        const field = RELEASABLE_FIELDS[n % RELEASABLE_FIELDS.length]?.id as string;
        // Customs items belong beyond customs, and there must be something in them: else the policy would be invalid.
        const international = index % lists.length === 1 || index % lists.length === 4;
        if (field.startsWith('customsItems') && (!international || field.endsWith('description'))) return;
        put(list, `fields/${field}`, need === undefined ? undefined : { need, why: 'Drawn for a test.' });
      });
    }),
  ),
  { numRuns: 16, seed: 20_260_101 },
);
