// The repository keeps its own policy: `npm run policy:check` as a test.
import { describe, expect, test } from '@jest/globals';
import { runCheck } from '#shared/policy/check/run-check';
import { repositoryRoot } from '#shared/policy/read-policy-file';

describe('the policy', () => {
  test('schemas and topics keep the policy', () => {
    expect(runCheck(repositoryRoot()).violations).toEqual([]);
  });
});
