// The whole check over one copy of the repository: policy, schemas, topics and sentences, and the report of it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePolicy } from '../load-policy.js';
import type { Policy } from '../policy.js';
import { breaksReaders } from '../shipment-schema.js';
import { checkHouse } from './check-house.js';
import { type DataMapRow, dataMapOf } from './data-map.js';
import { readHouse } from './house.js';
import { type Report, reportOf } from './report.js';
import { checkSentences, readSentenceRows, type SentenceRow } from './sentence-rows.js';

export interface CheckOutcome {
  /** Each begins with the name of the rule it breaks. */
  readonly violations: readonly string[];
  /** Null when the policy itself is not valid: then there is nothing to report by. */
  readonly report: Report | null;
  readonly map: readonly DataMapRow[];
  readonly sentences: readonly SentenceRow[];
}

/**
 * @param root folder of the repository
 * @param policyFile another policy to check against this repository, and as the successor of its own; default its own
 */
export function runCheck(root: string, policyFile = path.join(root, 'shared', 'policy', 'policy.yaml')): CheckOutcome {
  return checkText(root, readFileSync(policyFile, 'utf8'));
}

/** @param inForce text of the version that the checked one is to follow; default the repository's own */
export function checkText(root: string, text: string, inForce?: string): CheckOutcome {
  const own = (name: string): string => readFileSync(path.join(root, 'shared', 'policy', name), 'utf8');
  const parsed = parsePolicy(text);
  if (parsed.kind === 'invalid') {
    return {
      violations: parsed.violations.map((each) => `policy-invalid  ${each}`),
      report: null,
      map: [],
      sentences: [],
    };
  }
  const house = readHouse(root, parsed.policy);
  const sentences = readSentenceRows(own('sentences.yaml'));
  const read = (file: string): string | null => {
    const at = path.join(root, file);
    return existsSync(at) ? readFileSync(at, 'utf8') : null;
  };
  return {
    violations: [
      ...checkHouse(house).map(({ rule, place, problem }) => `${rule}  ${place}: ${problem}`),
      ...successorViolations(inForce ?? own('policy.yaml'), parsed.policy),
      ...checkSentences(own('privacy-policy.txt'), sentences, read).map((each) => `sentence  ${each}`),
    ],
    report: reportOf(house, sentences),
    map: dataMapOf(house),
    sentences,
  };
}

/** Records that carriers already have must stay readable with the schemas of the new version. */
function successorViolations(currentText: string, next: Policy): readonly string[] {
  const current = parsePolicy(currentText);
  if (current.kind === 'invalid' || current.policy.version >= next.version) return [];
  const { policy } = current;
  return [...next.carriers.keys()].flatMap((id) =>
    breaksReaders(policy, next, id).map(
      (field) =>
        `readers-broken  carriers.${id}: ${field} is demanded from now on; say so with since: ${next.version}.`,
    ),
  );
}
