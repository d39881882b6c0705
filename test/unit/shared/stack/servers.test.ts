// How the servers are run: what must not depend on where a stack was copied from, and what a profile changes.
import { describe, expect, test } from '@jest/globals';
import { SERVERS } from '#shared/stack/server-name';
import { archiveName, type StackProfile, serverCommand } from '#shared/stack/servers';
import { stackPaths } from '#shared/stack/stack-paths';

const ports = { kafka: 21_000, registry: 21_001, mongod: 21_002, controller: 21_003 };

function commandOf(server: (typeof SERVERS)[number], profile: StackProfile = 'default'): string {
  const { program, args } = serverCommand(server, { paths: stackPaths('/stack', '/cache'), ports, profile });
  return [program, ...args].join(' ');
}

describe('the archive of loaded classes', () => {
  test('is not taken over by a copy of the components, for Java would go on reading from the place they were copied from', () => {
    expect(archiveName('registry', 'default', '/a')).not.toBe(archiveName('registry', 'default', '/b'));
    expect(archiveName('registry', 'default', '/a')).toBe(archiveName('registry', 'default', '/a'));
    expect(commandOf('registry')).toContain(archiveName('registry', 'default', '/cache'));
  });

  test('is another one for the other profile, whose JVM flags do not fit it', () => {
    expect(archiveName('kafka', 'bench', '/a')).not.toBe(archiveName('kafka', 'default', '/a'));
  });
});

describe('the profile for measuring', () => {
  test('runs the JVMs without the flags that make them start fast and run slower', () => {
    for (const server of ['kafka', 'registry'] as const) {
      expect(commandOf(server, 'default')).toMatch(/TieredStopAtLevel=1.*UseSerialGC/);
      expect(commandOf(server, 'bench')).not.toMatch(/TieredStopAtLevel|SerialGC/);
    }
  });

  test('leaves the database the room that it gives itself, where the other one keeps it small', () => {
    expect(commandOf('mongod', 'bench')).not.toMatch(/wiredTigerCacheSizeGB|oplogSize/);
    expect(commandOf('mongod', 'default')).toMatch(/--oplogSize=64.*--wiredTigerCacheSizeGB=0.25/);
  });
});

describe('every server', () => {
  test('listens on this machine only', () => {
    expect(commandOf('mongod')).toContain('--bind_ip=127.0.0.1');
    expect(commandOf('registry')).toContain('-Dquarkus.http.host=127.0.0.1');
    // Its second listener, for management, would be open to all by default.
    expect(commandOf('registry')).toContain('-Dquarkus.management.host=127.0.0.1');
  });

  test('keeps nothing of what was changed or erased', () => {
    expect(commandOf('mongod')).toContain('minSnapshotHistoryWindowInSeconds=0');
  });
});
