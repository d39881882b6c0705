// What `npm run fraud` does for analysts: queue, evidence, links, decisions, outcomes, and how right the rules were.
import type { Assessment, Decision } from '#schemas/generated/records';
import { renderTable } from '#shared/policy/check/render-text';
import { holderOf } from '#shared/domain/analysts/claims';
import { linksOf, precisionByRule, queueOf } from '#shared/domain/analysts/casework';
import { thousandthsOf } from '#shared/domain/analysts/tally';
import { minuteOf, moneyText, percent, whole } from '../backtest/figures-text.js';
import type { FraudSurroundings, Work } from './analyst-desk.js';
import { claim, heldByOther, unclaim } from './claim-command.js';
import { FRAUD_HELP, readFraudArguments } from './fraud-arguments.js';
import { listEntity, showLists, unlistEntity } from './lists-command.js';
import { renderCase } from './render-case.js';

const REFUSED = 1;
const USAGE = 64;
const WIDEST = 120;
const MOST_LINKED = 10;
const NOT_ASSESSED = 'There is no assessment of this order: it was not seen by fraud control, or it is erased.\n';

/** @returns the exit code. @throws what keeps the broker from being asked */
export async function fraudCommand(args: readonly string[], around: FraudSurroundings): Promise<number> {
  const asked = readFraudArguments(args);
  if (asked === 'help') {
    around.out(FRAUD_HELP);
    return 0;
  }
  if ('wrong' in asked) {
    around.err(`${asked.wrong}\n\n${FRAUD_HELP}`);
    return USAGE;
  }
  const desk = await around.openDesk();
  const work = { ...around, desk, asked, width: Math.min(around.columns ?? WIDEST, WIDEST) };
  return (COMMANDS[asked.command] ?? onOrder)(work);
}

const COMMANDS: Readonly<Record<string, (work: Work) => Promise<number>>> = {
  queue,
  precision,
  outcome,
  snooze: listEntity,
  allow: listEntity,
  block: listEntity,
  unlist: unlistEntity,
  lists: showLists,
};

async function queue({ desk, asked, clock, width, out }: Work): Promise<number> {
  const claims = await desk.claims();
  const nowMs = clock.nowMs();
  const open = queueOf((await desk.assessments()).values(), await desk.decisions());
  const wanted = open.filter(({ currency }) => asked.currency === null || currency === asked.currency);
  if (wanted.length === 0) {
    out('Nothing waits for an analyst.\n');
    return 0;
  }
  const rows = wanted
    .slice(0, asked.last)
    .map(({ orderRef, score, verdict, amount, currency, placedAt, reasons }) => [
      orderRef,
      String(score),
      verdict,
      moneyText({ money: new Map([[currency ?? '?', thousandthsOf(amount)]]) }),
      minuteOf(placedAt),
      holderOf(claims.get(orderRef), nowMs)?.claimedBy ?? '',
      reasons.flatMap(({ code, state }) => (state === 'ACTIVE' ? [code] : [])).join(', '),
    ]);
  out(`${renderTable(['Order', 'Score', 'Verdict', 'Amount', 'Placed', 'Taken by', 'Why'], rows, width)}\n`);
  if (wanted.length > rows.length) out(`… and ${whole(wanted.length - rows.length)} more: --last ${wanted.length}\n`);
  return 0;
}

async function precision({ desk, width, out }: Work): Promise<number> {
  const rules = precisionByRule((await desk.assessments()).values(), await desk.outcomes());
  const rows = rules.map(({ code, hits, precision: share }) => [
    code,
    whole(hits.orders),
    whole(hits.fraud),
    whole(hits.good),
    whole(hits.unknown),
    percent(share),
  ]);
  out(
    rows.length === 0
      ? 'No rule has fired yet.\n'
      : `${renderTable(['Rule', 'Orders', 'Fraud', 'Good', 'Not known', 'Precision'], rows, width)}\n`,
  );
  return 0;
}

async function outcome({ desk, asked, clock, newId, out, err }: Work): Promise<number> {
  const [orderId = '', word] = asked.operands;
  const nowMs = clock.nowMs();
  const knownAt = asked.knownAt ?? nowMs;
  if (knownAt > nowMs) {
    err('--known lies in the future.\n');
    return REFUSED;
  }
  // Rules are measured on what was assessed: a mistyped number would be taken and count for nothing.
  if (!(await desk.assessments()).has(desk.refOf(orderId))) {
    err(NOT_ASSESSED);
    return REFUSED;
  }
  await desk.tell({ eventId: newId(), orderId, truth: word === 'good' ? 'CONFIRMED_GOOD' : 'CHARGEBACK', knownAt });
  out(`✓ Noted for ${desk.refOf(orderId)}: ${word ?? ''}. It measures the rules; no assessment changes.\n`);
  return 0;
}

async function onOrder(work: Work): Promise<number> {
  const { desk, asked, out, err, width } = work;
  const [named = '', word] = asked.operands;
  const all = await desk.assessments();
  const found = all.get(named) ?? all.get(desk.refOf(named));
  if (found === undefined) {
    err(NOT_ASSESSED);
    return REFUSED;
  }
  if (asked.command === 'claim') return claim(work, found.orderRef);
  if (asked.command === 'unclaim') return unclaim(work, found.orderRef);
  const decisions = await desk.decisions();
  const before = decisions.get(found.orderRef);
  if (asked.command === 'show') out(renderCase(found, before, width));
  else if (asked.command === 'links') out(renderLinks(all, found, decisions, width));
  else return decide(work, found, before, word === 'refuse' ? 'REFUSE' : 'RELEASE');
  return 0;
}

async function decide(
  { desk, asked, clock, out }: Work,
  { orderRef, revision, verdict }: Assessment,
  before: Decision | undefined,
  ruling: Decision['ruling'],
): Promise<number> {
  const other = heldByOther((await desk.claims()).get(orderRef), asked.by, clock.nowMs());
  if (other !== null) out(`  ${other} has claimed it: tell them.\n`);
  // Of two decisions the newer counts, so one that comes after another one must not bear the same time.
  const decidedAt = Math.max(clock.nowMs(), (before?.decidedAt ?? 0) + 1);
  await desk.decide({ orderRef, ruling, note: asked.note.trim(), decidedBy: asked.by, decidedAt, revision });
  out(`✓ ${orderRef}: ${ruling}, assessed as ${verdict}. It stands above whatever is assessed later.\n`);
  if (before !== undefined)
    out(`  Before: ${before.ruling} by ${before.decidedBy} at ${minuteOf(before.decidedAt)}.\n`);
  return 0;
}

function renderLinks(
  all: ReadonlyMap<string, Assessment>,
  one: Assessment,
  decisions: ReadonlyMap<string, Decision>,
  width: number,
): string {
  const rows = linksOf(all.values(), one).flatMap(({ kind, hash, cases }) =>
    cases
      .slice(0, MOST_LINKED)
      .map(({ orderRef, verdict, score, placedAt }, at) => [
        at === 0 ? `${kind} ${hash.slice(0, 10)}… (${whole(cases.length)})` : '',
        orderRef,
        decisions.get(orderRef)?.ruling ?? verdict,
        String(score),
        minuteOf(placedAt),
      ]),
  );
  if (rows.length === 0) return 'No other order shares anything with it.\n';
  return `${renderTable(['Shared (orders)', 'Order', 'Stands as', 'Score', 'Placed'], rows, width)}\n`;
}
