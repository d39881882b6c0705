// How an operator gets the credentials of a carrier: shown once, or in a file that only its owner reads. They are kept nowhere else.
import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Credentials, HandOver } from './onboard.js';

const PASSWORD_BYTES = 24;

/** What the carrier is told beside its login. */
export interface CarrierSurroundings {
  readonly brokers: string;
  /** Whether the brokers are reached by TLS. */
  readonly isTls: boolean;
  readonly registry: string;
  readonly prefix: string;
  readonly carrierId: string;
}

export interface HandOverSurroundings extends CarrierSurroundings {
  /** Null: shown. */
  readonly file: string | null;
  readonly say: (line: string) => void;
}

/** A password nobody can guess. */
export const newPassword = (): string => randomBytes(PASSWORD_BYTES).toString('base64url');

export function createHandOver(surroundings: HandOverSurroundings): HandOver {
  return {
    newPassword,
    handOver: async (credentials) => {
      const lines = settingsOf(surroundings, credentials);
      if (surroundings.file === null) {
        for (const line of ['', ...lines, '', 'The password is shown this once and kept nowhere.'])
          surroundings.say(line);
        return null;
      }
      return writeOnce(surroundings.file, `${lines.join('\n')}\n`, surroundings.say);
    },
  };
}

/** The settings of the carrier's client, one `NAME=value` each. */
export function settingsOf(
  { brokers, isTls, registry, prefix, carrierId }: CarrierSurroundings,
  { user, password }: Credentials,
): readonly string[] {
  return [
    `KAFKA_BROKERS=${brokers}`,
    `KAFKA_SECURITY_PROTOCOL=${isTls ? 'SASL_SSL' : 'SASL_PLAINTEXT'}`,
    'KAFKA_SASL_MECHANISM=SCRAM-SHA-256',
    `KAFKA_USERNAME=${user}`,
    `KAFKA_PASSWORD=${password.reveal()}`,
    `SCHEMA_REGISTRY_URL=${registry}`,
    `SHIPMENTS_TOPIC=${prefix}carriers.${carrierId}.shipments`,
    `STATUSES_TOPIC=${prefix}carriers.${carrierId}.statuses`,
    `CONSUMER_GROUP=${prefix}${carrierId}.store`,
  ];
}

/** Never over a file that is there: somebody may still need what it holds. */
async function writeOnce(path: string, text: string, say: (line: string) => void): Promise<() => Promise<void>> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  say(`The credentials are in ${path} (readable by you only). Hand them over safely, then delete the file.`);
  return () => rm(path, { force: true });
}
