// A PostgreSQL of its own for a test, where the machine has the server: in a fresh folder, on a socket only this test knows.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { eventually } from './eventually.js';

export interface TestPostgres {
  readonly pool: pg.Pool;
  readonly uri: string;
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const PORT = 5432;

/** Folder of initdb and postgres; null where there is no server. */
export function postgresBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions.map((version) => path.join(DEBIAN, version, 'bin'));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

export async function startPostgres(binaries: string): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pg-'));
  const owner = ownerOf(folder);
  const data = path.join(folder, 'data');
  execFileSync(path.join(binaries, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const server = spawn(path.join(binaries, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses='], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  });
  const pool = new pg.Pool({ host: folder, port: PORT, user: 'test', database: 'postgres', max: 4 });
  // The server is taken away while connections rest in the pool.
  pool.on('error', () => undefined);
  await eventually(
    'PostgreSQL answers',
    async () => (await pool.query('SELECT 1')).rowCount === 1 || undefined,
    60_000,
  );
  return {
    pool,
    uri: `postgres://test@${encodeURIComponent(folder)}:${PORT}/postgres`,
    stop: async () => {
      await pool.end();
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root: then it runs as the user its package made. */
function ownerOf(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const uid = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
  const gid = Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' }));
  chownSync(folder, uid, gid);
  return { uid, gid };
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.on('exit', () => resolve());
    server.kill('SIGINT');
  });
}
