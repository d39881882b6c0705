// What `npm run fraud` does with lists: snooze a rule, allow or block all orders with one device, address …, take it back, tell what holds.
import type { ListEntry } from '#schemas/generated/records';
import { renderTable } from '#shared/policy/check/render-text';
import { minuteOf } from '../backtest/figures-text.js';
import type { Work } from './analyst-desk.js';
import { entityOf } from './entity.js';

const REFUSED = 1;
const DAY_MS = 86_400_000;
const SHORT = 8;

/** @returns the exit code */
export async function listEntity(work: Work): Promise<number> {
  const { asked, desk, clock, newId, out, err } = work;
  const [written = '', rule = null] = asked.operands;
  const all = await desk.assessments();
  const entity = entityOf(written, (order) => all.get(order) ?? all.get(desk.refOf(order)));
  if ('wrong' in entity) return refuse(err, entity.wrong);
  const list = asked.command;
  if (rule !== null) {
    const codes = await desk.ruleCodes();
    if (!codes.includes(rule))
      return refuse(err, `No rule in force is called ${rule}: npm run rules -- show lists them.`);
  }
  const nowMs = clock.nowMs();
  const from = asked.from ?? nowMs;
  const until = from + (asked.forMs ?? 0);
  const longest = desk.keepMs();
  if (until - from > longest)
    return refuse(
      err,
      `--for is longer than the ${longest / DAY_MS} days for which the policy lets fraud control keep anything.`,
    );
  if (until <= nowMs)
    return refuse(err, 'That is over already: with --from in the past --for has to reach beyond the present.');
  // Short, for people type it.
  const known = await desk.entries();
  const whole = newId();
  const entryId = known.has(whole.slice(0, SHORT)) ? whole : whole.slice(0, SHORT);
  const entry = {
    entryId,
    list,
    ...entity,
    rule,
    from,
    until,
    note: asked.note.trim(),
    author: asked.by,
    writtenAt: nowMs,
  };
  await desk.list(entry);
  out(`✓ ${told(entry)} placed from ${minuteOf(from)} until ${minuteOf(until)}.\n`);
  out(`  Orders assessed already are revised. Take it back: npm run fraud -- unlist ${entryId}\n`);
  return 0;
}

/**
 * Moves the end of an entry to the present: for orders placed while it held it goes on to count. With --all it moves to its beginning, as if it
 * had never been, also for one that ended by itself.
 */
export async function unlistEntity({ asked, desk, clock, out, err }: Work): Promise<number> {
  const [entryId = ''] = asked.operands;
  const entry = (await desk.entries()).get(entryId);
  const nowMs = clock.nowMs();
  if (entry === undefined) return refuse(err, 'There is no such entry: npm run fraud -- lists names them.');
  const until = asked.all ? entry.from : Math.max(entry.from, nowMs);
  if (entry.until <= until) return refuse(err, `It is over since ${minuteOf(entry.until)}.`);
  await desk.list({ ...entry, until, author: asked.by, writtenAt: Math.max(nowMs, entry.writtenAt + 1) });
  out(`✓ Taken back: ${told(entry)}.\n`);
  out(
    asked.all
      ? '  It counts for no order any more; those it was about are revised.\n'
      : `  It goes on to count for those placed before ${minuteOf(until)}; for none at all: unlist ${entryId} --all\n`,
  );
  return 0;
}

export async function showLists({ asked, desk, clock, width, out }: Work): Promise<number> {
  const nowMs = clock.nowMs();
  const all = [...(await desk.entries()).values()].sort((one, other) => other.writtenAt - one.writtenAt);
  const wanted = asked.all ? all : all.filter(({ until }) => until > nowMs);
  if (wanted.length === 0) {
    out(all.length === 0 ? 'Nothing is listed.\n' : `Nothing is listed any more; ${all.length} ended: --all\n`);
    return 0;
  }
  const rows = wanted.map((entry) => [
    entry.entryId,
    entry.rule === null ? entry.list : `${entry.list} ${entry.rule}`,
    `${entry.kind}:${entry.hash}`,
    minuteOf(entry.from),
    `${minuteOf(entry.until)}${entry.until <= nowMs ? ' (over)' : ''}`,
    `${entry.author}: ${entry.note}`,
  ]);
  out(`${renderTable(['Entry', 'Rules', 'For', 'From', 'Until', 'By, and why'], rows, width)}\n`);
  return 0;
}

/** What it says, to be followed by the orders it is about. */
function told({ list, rule, kind, hash }: Pick<ListEntry, 'list' | 'rule' | 'kind' | 'hash'>): string {
  const what = { snooze: `${rule ?? ''} does not count`, allow: 'Released', block: 'Blocked' }[list] ?? list;
  return `${what} for orders with ${kind} ${hash.slice(0, 10)}…`;
}

function refuse(err: (text: string) => void, why: string): number {
  err(`${why}\n`);
  return REFUSED;
}
