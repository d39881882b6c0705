// A judicial request needs two different people, goes one way only, and nothing is disclosed before, beside or after.
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import {
  act,
  type JudicialAct,
  type JudicialRequest,
  mayDisclose,
  receive,
} from '#services/desk/domain/judicial/judicial-request';

const step = (by: string) => ({ by, atMs: 1 });
const received = receive({
  requestId: 'r',
  authorityId: 'court',
  keyId: 'k',
  reference: 'AZ-1',
  legalBasis: 'COURT_ORDER',
  orderRefs: ['o'],
  categories: ['shipping'],
  received: step('anna'),
});
const approve = (by: string): JudicialAct => ({ kind: 'approve', step: step(by) });
const disclose: JudicialAct = { kind: 'disclose', step: step('anna'), sha256: 'x' };
const close: JudicialAct = { kind: 'close', step: step('anna') };
const reject: JudicialAct = { kind: 'reject', step: step('ben'), reason: 'NOT_GENUINE' };

function after(...acts: readonly JudicialAct[]): JudicialRequest {
  let request = received;
  for (const each of acts) {
    const acted = act(request, each);
    if (acted.kind === 'done') request = acted.request;
  }
  return request;
}

describe('a judicial request', () => {
  test('is approved by two different people only', () => {
    expect(act(after(approve('anna')), approve('anna'))).toEqual({ kind: 'same-person' });
    expect(after(approve('anna')).state).toBe('received');
    expect(after(approve('anna'), approve('ben'))).toMatchObject({ state: 'approved', revision: 2 });
  });

  test('is not disclosed with one approval, after a rejection, or once it is closed', () => {
    for (const request of [received, after(approve('anna')), after(reject), after(approve('a'), approve('b'), close)])
      expect([act(request, disclose).kind, mayDisclose(request)]).toEqual(['not-now', false]);
  });

  test('is disclosed again when an answer was lost, each time on record', () => {
    expect(after(approve('a'), approve('b'), disclose, disclose).disclosures).toHaveLength(2);
  });

  test('whatever is tried in whatever order: what was disclosed had two people’s approval before', () => {
    const acts = fc.oneof(
      fc.constantFrom('anna', 'ben', 'cleo').map(approve),
      fc.constantFrom<JudicialAct>(disclose, close, reject),
    );
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 12 }), (tried) => {
        let request = received;
        for (const each of tried) {
          const before = new Set(request.approvals.map(({ by }) => by));
          const acted = act(request, each);
          if (acted.kind !== 'done') continue;
          if (each.kind === 'disclose')
            expect([before.size, request.rejected, request.closed]).toEqual([2, null, null]);
          expect(acted.request.revision).toBe(request.revision + 1);
          request = acted.request;
        }
      }),
    );
  });
});
