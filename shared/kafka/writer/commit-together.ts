// Units of several lanes that are finished at the same moment, committed in one transaction: lanes get their records with the same fetch and come back
// from the database together, and of what a transaction costs the broker and us most is the same however much it holds.
// It is written under the transactional id of one of them. So an id no longer fences whoever else takes over the other lanes; that their offsets are in the
// transaction does: the group refuses those of a member it has put out, and whoever reads offsets waits until a transaction that moves them has ended
// (wire/offset-fetch.ts). Without an offset there would be no such fence, so what has none is committed under its own id.
import type { Clock } from '#shared/domain/clock';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { GroupMember, Position } from '../wire/txn-offset-commit.js';
import type { TransactionalWriter } from './transactional-writer.js';

interface Commit {
  readonly writer: TransactionalWriter;
  readonly outputs: readonly OutgoingRecord[];
  readonly positions: readonly Position[];
  readonly member: GroupMember;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A unit of more is worth a transaction of its own, and nobody waits until it is written. */
const MOST_RECORDS = 500;

/** Whoever met trouble commits by itself for so long: what befalls one lane is not to befall the others again and again. */
const APART_MS = 10_000;

/** @returns what makes the writer of a lane one that commits with the others; nobody waits for a lane that is not finished yet */
export function createCommitTogether(
  clock: Clock,
  mostRecords = MOST_RECORDS,
): (writer: TransactionalWriter) => TransactionalWriter {
  /** Since when. */
  const troubled = new Map<TransactionalWriter, number>();
  let waiting: Commit[] = [];

  function sendAll(): void {
    const commits = waiting;
    waiting = [];
    for (const ofMember of byMember(commits)) {
      void (ofMember.length === 1 ? byItself(ofMember[0]) : together(ofMember));
    }
  }

  async function together([first, ...others]: readonly [Commit, ...Commit[]]): Promise<void> {
    const all = [first, ...others];
    try {
      await first.writer.write(
        all.flatMap(({ outputs }) => outputs),
        all.flatMap(({ positions }) => positions),
        first.member,
      );
    } catch (error) {
      // Nothing of it will ever be visible. Whose id it was must be taken over anew; the others have theirs.
      first.reject(error);
      for (const { writer } of all) troubled.set(writer, clock.nowMs());
      for (const one of others) void byItself(one);
      return;
    }
    try {
      await first.writer.finish();
      for (const { resolve } of all) resolve();
    } catch (error) {
      // Whether it was committed is told only by the offsets, so all take over anew.
      for (const { writer, reject } of all) {
        troubled.set(writer, clock.nowMs());
        reject(error);
      }
    }
  }

  async function byItself({ writer, outputs, positions, member, resolve, reject }: Commit): Promise<void> {
    try {
      await writer.commit(outputs, positions, member);
      resolve();
    } catch (error) {
      troubled.set(writer, clock.nowMs());
      reject(error);
    }
  }

  function isApart(writer: TransactionalWriter): boolean {
    const sinceMs = troubled.get(writer);
    if (sinceMs === undefined) return false;
    if (clock.nowMs() - sinceMs < APART_MS) return true;
    troubled.delete(writer);
    return false;
  }

  return (writer) => ({
    ...writer,
    commit: (outputs, positions, member) =>
      new Promise<void>((resolve, reject) => {
        const commit = { writer, outputs, positions, member, resolve, reject };
        if (positions.length === 0 || outputs.length > mostRecords || isApart(writer)) return void byItself(commit);
        waiting.push(commit);
        if (waiting.length === 1) setImmediate(sendAll);
      }),
  });
}

/** Offsets go out in the name of one member and one generation. */
function byMember(commits: readonly Commit[]): Iterable<readonly [Commit, ...Commit[]]> {
  const groups = new Map<string, [Commit, ...Commit[]]>();
  for (const commit of commits) {
    const { groupId, memberId, generationId } = commit.member;
    const name = `${generationId} ${memberId} ${groupId}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [commit]);
    else group.push(commit);
  }
  return groups.values();
}
