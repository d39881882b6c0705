// How those who must delete when told have done of late: from the courses of erasures. Pure.
import { awaitedBy, type ErasureCourse } from './erasure-course.js';

export interface ParticipantStanding {
  readonly participant: string;
  /** Erasures that it had to answer for. */
  readonly asked: number;
  /** Of these it still owes an answer. */
  readonly owes: number;
  /** When the first alarm was raised about what it still owes; null: it is late with nothing. */
  readonly lateSinceMs: number | null;
}

/** Who is late comes first, then by name. */
export function participantStandings(courses: readonly ErasureCourse[]): readonly ParticipantStanding[] {
  const standings = new Map<string, ParticipantStanding>();
  for (const course of courses) {
    const owing = new Set(awaitedBy(course).map(({ participant }) => participant));
    for (const participant of course.participants) {
      const { asked, owes, lateSinceMs } = standings.get(participant) ?? { asked: 0, owes: 0, lateSinceMs: null };
      const isOwing = owing.has(participant);
      const lateMs = isOwing ? (course.alarm?.atMs ?? null) : null;
      standings.set(participant, {
        participant,
        asked: asked + 1,
        owes: owes + (isOwing ? 1 : 0),
        lateSinceMs: lateMs === null ? lateSinceMs : Math.min(lateMs, lateSinceMs ?? lateMs),
      });
    }
  }
  return [...standings.values()].toSorted(
    (one, other) =>
      Number(other.lateSinceMs !== null) - Number(one.lateSinceMs !== null) ||
      one.participant.localeCompare(other.participant),
  );
}
