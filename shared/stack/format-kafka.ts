// Makes Kafka's data folder with the carriers' SCRAM credentials in it: only at formatting can they be there before the first start.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { CARRIER_SASL_MECHANISM, carrierUser } from './credentials.js';
import { kafkaProperties, propertiesText } from './kafka-properties.js';
import type { RunCommand } from './run-command.js';
import { type RunState, writePrivately } from './run-state.js';
import { javaProgram, jvmOfTool, kafkaClasses } from './servers.js';
import type { StackPaths } from './stack-paths.js';

/** Does nothing if the folder is there. Formats aside and renames, so that an interruption leaves no half-formatted folder. */
export async function formatKafka(paths: StackPaths, state: RunState, run: RunCommand): Promise<void> {
  const folder = paths.dataOf('kafka');
  if (existsSync(folder)) return;
  const aside = `${folder}.formatting`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(paths.data, { recursive: true, mode: 0o700 });
  const properties = join(paths.conf, 'format.properties');
  const args = join(paths.conf, 'format.args');
  await writePrivately(properties, propertiesText(kafkaProperties({ ...state, dataFolder: aside })));
  // Passwords go through a file: arguments of a process can be read by everybody on the machine.
  await writePrivately(args, formatArguments(state, properties).join('\n'));
  try {
    const tool = [...jvmOfTool(paths), ...kafkaClasses(paths), 'kafka.tools.StorageTool', `@${args}`];
    const { exitCode, output } = await run(javaProgram(paths), tool);
    if (exitCode !== 0) {
      const says = output.trim().split('\n').at(-1) ?? '';
      throw new FulfilmentError('STACK_START_FAILED', { server: 'kafka', step: 'format', says: says.slice(0, 200) });
    }
  } finally {
    await rm(args, { force: true });
    await rm(properties, { force: true });
  }
  await rename(aside, folder);
}

function formatArguments(state: RunState, properties: string): readonly string[] {
  const scram = Object.entries(state.credentials.carriers).flatMap(([carrierId, password]) => [
    '--add-scram',
    `${CARRIER_SASL_MECHANISM}=[name=${carrierUser(carrierId)},password=${password}]`,
  ]);
  return ['format', '--cluster-id', state.clusterId, '--config', properties, ...scram];
}
