// Lets a new carrier log in to a running local Kafka; what it may do there is decided by the ACLs of its topics.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { CARRIER_SASL_MECHANISM, carrierUser, newPassword, SERVICES_USER } from './credentials.js';
import { exclusively } from './exclusive.js';
import { propertiesText } from './kafka-properties.js';
import type { RunCommand } from './run-command.js';
import { readRunState, writePrivately, writeRunState } from './run-state.js';
import { javaProgram, jvmOfTool, kafkaClasses } from './servers.js';
import type { StackPaths } from './stack-paths.js';

export interface CarrierCredential {
  readonly username: string;
  readonly password: string;
  readonly mechanism: typeof CARRIER_SASL_MECHANISM;
}

const CARRIER_ID = /^[a-z][a-z0-9-]{1,30}$/;

/**
 * Adds or replaces the SCRAM credential of a carrier; `stack env` prints it from then on. Takes about 2 s.
 * @param carrierId lower-case letters, digits and dashes
 * @throws FulfilmentError STACK_START_FAILED if there is no local stack or Kafka refuses
 */
export async function addCarrierCredential(
  carrierId: string,
  paths: StackPaths,
  run: RunCommand,
): Promise<CarrierCredential> {
  if (!CARRIER_ID.test(carrierId)) throw failure('a carrier id is lower-case letters, digits and dashes');
  return await exclusively(paths.stackDir, async () => {
    const state = await readRunState(paths.runFile);
    if (state?.mode !== 'local' || !state.up) throw failure('there is no local stack that is up');
    const password = newPassword();
    const login = join(paths.conf, 'admin.properties');
    const change = join(paths.conf, 'carrier.properties');
    const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
    const jaas = `${plain} username="${SERVICES_USER}" password="${state.credentials.services}";`;
    const loginProperties = {
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'PLAIN',
      'sasl.jaas.config': jaas,
    };
    try {
      // Passwords go through files: arguments of a process can be read by everybody on the machine.
      await writePrivately(login, propertiesText(loginProperties));
      await writePrivately(change, propertiesText({ [CARRIER_SASL_MECHANISM]: `password=${password}` }));
      const broker = ['--bootstrap-server', `127.0.0.1:${state.ports.kafka}`, '--command-config', login];
      const user = ['--entity-type', 'users', '--entity-name', carrierUser(carrierId)];
      const tool = [...jvmOfTool(paths), ...kafkaClasses(paths), 'kafka.admin.ConfigCommand'];
      const args = [...tool, ...broker, '--alter', ...user, '--add-config-file', change];
      const { exitCode, output } = await run(javaProgram(paths), args);
      // The tool repeats what it was given when it does not like it.
      const says = output.trim().replaceAll(password, '[secret]').split('\n').at(-1) ?? '';
      if (exitCode !== 0) throw failure(`Kafka refused: ${says.slice(0, 200)}`);
    } finally {
      await rm(login, { force: true });
      await rm(change, { force: true });
    }
    const carriers = { ...state.credentials.carriers, [carrierId]: password };
    await writeRunState(paths.runFile, { ...state, credentials: { ...state.credentials, carriers } });
    return { username: carrierUser(carrierId), password, mechanism: CARRIER_SASL_MECHANISM };
  });
}

function failure(what: string): FulfilmentError {
  return new FulfilmentError('STACK_START_FAILED', { step: 'carrier credential', what });
}
