// Makes the one mongod a replica set, which transactions need, and follows when its port has changed.
import { MongoClient } from 'mongodb';

export const REPLICA_SET = 'rs0';
const PATIENCE_MS = 2_000;
const NOT_YET_INITIALIZED = 94;

interface ReplicaSetConfig {
  readonly version: number;
  readonly members: readonly { readonly _id: number; readonly host: string }[];
}

/** Tells whether mongod is the primary of its replica set. Never throws. */
export async function mongodAnswers(port: number): Promise<boolean> {
  try {
    return await withAdmin(port, async (command) => (await command({ hello: 1 }))['isWritablePrimary'] === true);
  } catch {
    return false;
  }
}

/**
 * One step towards a primary: initiates a new replica set, moves an old one to the present port, or only looks.
 * To be called until it says true.
 */
export async function becomePrimary(port: number): Promise<boolean> {
  try {
    return await withAdmin(port, async (command) => {
      const host = `127.0.0.1:${port}`;
      const hello = await command({ hello: 1 });
      if (hello['isWritablePrimary'] === true && hello['me'] === host) return true;
      const config = await configOf(command);
      if (config === undefined) await command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
      else if (config.members[0]?.host !== host) {
        const members = [{ ...config.members[0], _id: 0, host }];
        await command({ replSetReconfig: { ...config, version: config.version + 1, members }, force: true });
      }
      return false;
    });
  } catch {
    return false;
  }
}

/** undefined: it never was a member of a replica set. (A member whose port has changed says the same of itself in `hello`.) */
async function configOf(command: Command): Promise<ReplicaSetConfig | undefined> {
  try {
    return ((await command({ replSetGetConfig: 1 })) as unknown as { config: ReplicaSetConfig }).config;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

type Command = (command: Record<string, unknown>) => Promise<Record<string, unknown>>;

async function withAdmin<T>(port: number, work: (command: Command) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: PATIENCE_MS,
    connectTimeoutMS: PATIENCE_MS,
    monitorCommands: false,
  });
  try {
    await client.connect();
    return await work(async (command) => await client.db('admin').command(command));
  } finally {
    await client.close();
  }
}
