import { describe, expect, test } from '@jest/globals';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { changedPolicy, currentPolicy, put } from './support/changed-policy.js';

const version = (number: number) => changedPolicy((tree) => put(tree, 'version', number));

describe('a policy source', () => {
  test('gives the policy it was made with', () => {
    expect(createStaticPolicySource(currentPolicy()).current()).toBe(currentPolicy());
  });

  test('takes over a newer version and tells everybody who listens, with the version before', () => {
    const source = createStaticPolicySource(version(1));
    const heard: string[] = [];
    source.onChange((policy, previous) =>
      heard.push(`${previous.version}->${policy.version}, now ${source.current().version}`),
    );
    expect(source.publish(version(2))).toBe(true);
    expect(source.publish(version(5))).toBe(true);
    expect(heard).toEqual(['1->2, now 2', '2->5, now 5']);
  });

  test('does not go back: an older or equal version, delivered late, changes nothing', () => {
    const source = createStaticPolicySource(version(3));
    const heard: number[] = [];
    source.onChange(({ version: number }) => heard.push(number));
    expect(source.publish(version(2))).toBe(false);
    expect(source.publish(version(3))).toBe(false);
    expect(source.current().version).toBe(3);
    expect(heard).toEqual([]);
  });

  test('tells nobody who has stopped listening', () => {
    const source = createStaticPolicySource(version(1));
    const heard: number[] = [];
    const stop = source.onChange(({ version: number }) => heard.push(number));
    stop();
    source.publish(version(2));
    expect(heard).toEqual([]);
  });
});
