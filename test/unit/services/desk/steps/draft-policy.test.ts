// A privacy officer drafts the next version, sees what it changes and touches, and publishes what was looked at and nothing else.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { PolicyVersion } from '#schemas/generated/records';
import { type DraftDeps, draftPolicy, publishDraft } from '#services/desk/steps/draft-policy';
import type { View } from '#services/desk/store/view-log';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { judgeDraft } from '#shared/policy-versions/draft';
import { versionOfProgram } from '#shared/policy-versions/version-archive';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { changedText, put } from '#test/unit/shared/policy/support/changed-policy';

const KINDS = ['domestic', 'international', 'locker'];
const own = versionOfProgram();
const NEXT = own.version + 1;
const narrower = changedText((tree) => {
  put(tree, 'version', NEXT);
  for (const kind of KINDS) put(tree, `carriers/swiftpost/releases/${kind}/fields/serviceLevel`, undefined);
});
const draft = { text: narrower, readableText: null };

let published: PolicyVersion[];
let noted: View[];
let deps: DraftDeps;
beforeEach(() => {
  published = [];
  noted = [];
  deps = {
    versions: async () => [own],
    judge: (text, inForce) => judgeDraft(repositoryRoot(), text, inForce),
    parcels: {
      countByCarrier: async () =>
        new Map([
          ['swiftpost', 12],
          ['parcelway', 3],
        ]),
    },
    views: { note: async (view) => void noted.push(view) },
    publish: async (version) => void published.push(version),
    clock: { nowMs: () => 77 },
    nextId: () => 'view',
  };
});

const drafted = async () => {
  const answer = await draftPolicy(deps, draft);
  if (answer.kind === 'refused') throw new Error(answer.violations.join('\n'));
  return answer.draft;
};

describe('a draft', () => {
  test('says in plain words what it changes, and how many shipments of which carrier it touches', async () => {
    const { version, inForce, changes, touches } = await drafted();
    expect({ version, inForce }).toEqual({ version: NEXT, inForce: own.version });
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ effect }) => effect === 'narrower')).toBe(true);
    expect(touches).toEqual([{ carrierId: 'swiftpost', shipments: 12, withdrawn: ['serviceLevel'], added: [] }]);
    expect(published).toEqual([]);
  });

  test('that is no policy, or no newer one, is refused with what is wrong', async () => {
    for (const text of ['words', own.text]) {
      const answer = await draftPolicy(deps, { text, readableText: null });
      expect(answer.kind === 'refused' && answer.violations.length > 0).toBe(true);
    }
  });
});

describe('publishing', () => {
  test('puts on record who did it, then publishes under the role', async () => {
    const { digest } = await drafted();
    expect(await publishDraft(deps, draft, digest, 'olga')).toEqual({ kind: 'published', version: NEXT });
    const record = { version: NEXT, ...draft, publishedAt: 77, publishedBy: 'privacy-officer' };
    expect(published).toEqual([record]);
    expect(noted).toMatchObject([{ by: 'olga', subjectRef: `policy-${NEXT}`, reason: 'PUBLISHED_POLICY' }]);
  });

  test('takes nothing but the draft that was looked at, against the version that was in force then', async () => {
    const { digest } = await drafted();
    const other = { ...draft, readableText: 'Other words.' };
    expect(await publishDraft(deps, other, digest, 'olga')).toEqual({ kind: 'changed' });
    deps = { ...deps, versions: async () => [own, { ...own, text: `${own.text}\n# changed\n` }] };
    expect(await publishDraft(deps, draft, digest, 'olga')).toEqual({ kind: 'changed' });
    expect([published, noted]).toEqual([[], []]);
  });

  test('that another one was ahead of changes nothing', async () => {
    const { digest } = await drafted();
    const publish = () => Promise.reject(new FulfilmentError('POLICY_PUBLISHED_MEANWHILE', { version: NEXT }));
    expect(await publishDraft({ ...deps, publish }, draft, digest, 'olga')).toEqual({ kind: 'changed' });
  });
});
