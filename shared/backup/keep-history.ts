// A backup reads everything as it was at one moment, so MongoDB has to keep what was for as long as that takes. Otherwise it need not
// (`minSnapshotHistoryWindowInSeconds` is 0 in the local stack): keeping it is dear, and what is erased would stay.
import type { Document } from 'mongodb';

/** The database `admin` of the server. */
export interface ServerSettings {
  command(command: Document): Promise<Document>;
}

const SETTING = 'minSnapshotHistoryWindowInSeconds';
/** What MongoDB keeps by itself. */
const KEPT_SECONDS = 300;

/** Has the server keep what was while `read` runs, and no longer. Where we may not ask for that, the server keeps what its operators decided. */
export async function withHistory<T>(admin: ServerSettings, read: () => Promise<T>): Promise<T> {
  const before = await secondsKept(admin);
  const isToBeKept = before !== null && before < KEPT_SECONDS && (await keep(admin, KEPT_SECONDS));
  try {
    return await read();
  } finally {
    if (isToBeKept) await keep(admin, before);
  }
}

async function secondsKept(admin: ServerSettings): Promise<number | null> {
  try {
    const { [SETTING]: seconds } = await admin.command({ getParameter: 1, [SETTING]: 1 });
    return typeof seconds === 'number' ? seconds : null;
  } catch {
    return null;
  }
}

/** @returns whether the server does so */
async function keep(admin: ServerSettings, seconds: number): Promise<boolean> {
  try {
    await admin.command({ setParameter: 1, [SETTING]: seconds });
    return true;
  } catch {
    return false;
  }
}
