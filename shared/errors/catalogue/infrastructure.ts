// Failures of Kafka, registry, MongoDB and of the keys: nothing is released while they last.
import type { CatalogueRow } from '../error-class.js';

export const INFRASTRUCTURE = {
  KAFKA_UNAVAILABLE: {
    class: 'retry',
    summary: 'Kafka does not answer or has no leader for a partition.',
    whatToDo: 'Check KAFKA_BROKERS and that the brokers run (`npm run stack -- status` for the local stack).',
  },
  KAFKA_FENCED: {
    class: 'crash',
    summary: 'Another instance took over this lane; this one may not write any more.',
    whatToDo:
      'Nothing if an instance was just started or a machine was slow: restart this one. Else look for two with one name.',
  },
  KAFKA_DENIED: {
    class: 'crash',
    summary: 'Kafka refuses the credentials or the access to a topic, group or transaction.',
    whatToDo: 'Check KAFKA_USERNAME, KAFKA_PASSWORD, KAFKA_SASL_MECHANISM and the access rules of this user.',
  },
  KAFKA_REFUSED: {
    class: 'crash',
    summary: 'Kafka refuses a request in a way that a retry does not change.',
    whatToDo: 'Read the kind of refusal in the log line; the settings of the topic or of the broker differ from ours.',
  },
  KAFKA_REBALANCING: {
    class: 'retry',
    summary: 'Kafka is giving the lanes to other instances; the work is done by whoever gets them.',
    whatToDo: 'Nothing. If it goes on for minutes, look for an instance that keeps starting and dying.',
  },
  NETWORK_UNAVAILABLE: {
    class: 'retry',
    summary: 'A server cannot be reached over the network.',
    whatToDo: 'Check its address in the environment variables and that it runs.',
  },
  TOPIC_MISSING: {
    class: 'crash',
    summary: 'A topic of the catalogue does not exist in Kafka or has another number of partitions.',
    whatToDo: 'Create the topics with `npm run stack -- up` or with your own tools from schemas/catalogue.',
  },
  REGISTRY_UNAVAILABLE: {
    class: 'retry',
    summary: 'The schema registry does not answer.',
    whatToDo: 'Check SCHEMA_REGISTRY_URL and that the registry runs.',
  },
  SCHEMA_INCOMPATIBLE: {
    class: 'crash',
    summary: 'The registry refuses a schema of ours, because readers of older records could not go on.',
    whatToDo: 'Give the new field a default, or make a new record; see schemas/README.md.',
  },
  MONGO_UNAVAILABLE: {
    class: 'retry',
    summary: 'MongoDB does not answer or has no primary.',
    whatToDo: 'Check MONGODB_URI and that the replica set has a primary.',
  },
  MONGO_DENIED: {
    class: 'crash',
    summary: 'MongoDB refuses the credentials or the access to a collection.',
    whatToDo: 'Check the user and the password in MONGODB_URI and the roles of that user.',
  },
  MONGO_REFUSED: {
    class: 'crash',
    summary: 'MongoDB refuses a command in a way that a retry does not change.',
    whatToDo: 'Read the number of the refusal in the log line; an index or a validator differs from ours.',
  },
  KEYRING_UNAVAILABLE: {
    class: 'retry',
    summary: 'The key-encryption keys cannot be read, so nothing can be sealed or opened.',
    whatToDo:
      'Check KEYRING_DIR, its owner and its rights; with KEYRING=transit the server at VAULT_ADDR, the token and its policy.',
  },
  KEYRING_SHARED: {
    class: 'crash',
    summary: 'Several databases use one keyring: a rotation for one would destroy the keys of the others.',
    whatToDo:
      'Give each database a KEYRING_DIR of its own. `npm run keys -- status` lists them; `forget` one that is gone for good.',
  },
  KEK_DESTROYED: {
    class: 'crash',
    summary: 'The key-encryption key of this epoch was destroyed; what it wrapped cannot be read again.',
    whatToDo: 'Nothing can bring it back. Restore an older keyring only if it was destroyed by mistake.',
  },
  INGRESS_KEY_MISSING: {
    class: 'retry',
    summary: 'No public key was announced to which orders could be sealed, so nothing is sent.',
    whatToDo: 'Start intake once: it makes the first key and announces it on orders.ingress-keys.',
  },
} as const satisfies Record<string, CatalogueRow>;
