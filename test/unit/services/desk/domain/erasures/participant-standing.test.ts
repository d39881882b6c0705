import { expect, test } from '@jest/globals';
import type { ErasureCourse } from '#services/desk/domain/erasures/erasure-course';
import { participantStandings } from '#services/desk/domain/erasures/participant-standing';

const course = (changes: Partial<ErasureCourse>): ErasureCourse => ({
  erasureId: 'e',
  orderRef: 'o',
  reason: 'RETENTION_OVER',
  categories: [],
  policyVersion: 1,
  begunAtMs: 0,
  doneAtMs: null,
  participants: ['intake', 'store'],
  answered: [],
  heardFrom: [],
  alarm: null,
  ...changes,
});

test('participants stand by what they still owe, since the first alarm about it, the late ones first', () => {
  expect(
    participantStandings([
      course({ doneAtMs: 9, answered: ['intake', 'store'], alarm: { missing: ['store'], reminders: 1, atMs: 1 } }),
      course({ answered: ['intake'] }),
      course({ answered: ['intake'], alarm: { missing: ['store'], reminders: 2, atMs: 70 } }),
      course({ answered: ['intake'], alarm: { missing: ['store'], reminders: 2, atMs: 50 } }),
    ]),
  ).toEqual([
    { participant: 'store', asked: 4, owes: 3, lateSinceMs: 50 },
    { participant: 'intake', asked: 4, owes: 0, lateSinceMs: null },
  ]);
});
