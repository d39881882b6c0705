import { describe, expect, test } from '@jest/globals';
import { lanesCheck } from '#shared/platform/lanes-check';

describe('readiness of lanes', () => {
  test('is there for a member of the group, also when another instance has all lanes', () => {
    expect(lanesCheck({ lanes: () => [0, 2], isMember: () => true })).toEqual({ ok: true, note: 'lanes 0 2' });
    expect(lanesCheck({ lanes: () => [], isMember: () => true })).toMatchObject({ ok: true });
  });

  test('is not there while Kafka has lost us: nothing is worked on then', () => {
    const { ok, note } = lanesCheck({ lanes: () => [], isMember: () => false });
    expect(ok).toBe(false);
    expect(note).toContain('not in the group');
  });
});
