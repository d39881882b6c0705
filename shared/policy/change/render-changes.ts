// The difference between two versions as text for a terminal: part by part, − narrower, + wider, · neither, the reason below.
import { wrap } from '../check/render-text.js';
import { countOf } from './changes-between.js';
import type { ChangeEffect, PolicyChange } from './policy-change.js';

const SIGNS: Readonly<Record<ChangeEffect, string>> = { narrower: '−', wider: '+', other: '·' };
const ORDER: readonly ChangeEffect[] = ['narrower', 'wider', 'other'];
const REASON = 'because: ';

/** @param width columns of the terminal */
export function renderChanges(changes: readonly PolicyChange[], from: number, to: number, width: number): string {
  const head = `Version ${from} → ${to}: ${summaryOf(changes)}`;
  const parts = [...new Set(changes.map(({ part }) => part))];
  return [
    ...wrap(head, width),
    ...parts.flatMap((part) => [
      '',
      part,
      ...ORDER.flatMap((effect) =>
        changes.filter((each) => each.part === part && each.effect === effect).flatMap((each) => lines(each, width)),
      ),
    ]),
    '',
  ].join('\n');
}

/** `2 changes: 1 narrower, 1 wider`, or that nothing changes. */
export function summaryOf(changes: readonly PolicyChange[]): string {
  if (changes.length === 0) return 'nothing changes but the number';
  const counts = ORDER.filter((effect) => countOf(changes, effect) > 0).map(
    (effect) => `${countOf(changes, effect)} ${effect === 'other' ? 'neither' : effect}`,
  );
  return `${changes.length} change${changes.length === 1 ? '' : 's'}: ${counts.join(', ')}`;
}

function lines({ effect, what, why }: PolicyChange, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(what, width - 4);
  const reason = why === null ? [] : wrap(`${REASON}${why}`, width - 6).map((line) => `      ${line}`);
  return [`  ${SIGNS[effect]} ${first}`, ...rest.map((line) => `    ${line}`), ...reason];
}
