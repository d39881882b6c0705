// Which places may import a library: each has one module that knows it, so that it can be exchanged there.

/** Which places may import a library; every library we depend on has a row. */
export const LIBRARY_TABLE: Readonly<Record<string, readonly RegExp[]>> = {
  kafkajs: [/^shared\/kafka\//, /^shared\/sample\//, /^(?:shared|test)\/bench\//],
  '@kafkajs/confluent-schema-registry': [/^shared\/codec\//, /^shared\/sample\//],
  snappy: [/^shared\/kafka\//],
  'lz4-napi': [/^shared\/kafka\//],
  fzstd: [/^shared\/kafka\//],
  '@node-rs/crc32': [/^shared\/kafka\//],
  avsc: [/^shared\/codec\//, /^schemas\/generator\//],
  mongodb: [
    /^shared\/mongo\//,
    /^services\/[^/]+\/store\//,
    /^shared\/vault\/(?:key-collection|[^/]*mongo[^/]*)\.ts$/,
    /^shared\/vault\/(?:store|mongo)\//,
    /^shared\/stack\//,
    /^shared\/platform\//,
  ],
  pino: [/^shared\/logging\//],
  'prom-client': [/^shared\/telemetry\//],
  'sodium-native': [/^shared\/vault\//, /^shared\/refs\//, /^shared\/hpke\//],
  '@hpke/core': [/^shared\/hpke\//],
  zod: [/^shared\//, /^services\/[^/]+\/(?:steps|contracts|config\.ts)/, /^schemas\/generator\//],
  yaml: [/^shared\/policy\//, /^schemas\/generator\//, /^shared\/stack\//],
  picocolors: [/^shared\/(?:start|stack|sample|replay|bench|console)\//],
  '@faker-js/faker': [/^shared\/(?:sample|replay|bench)\//],
  'csv-parse': [/^shared\/(?:replay|sample)\//],
  testcontainers: [/^shared\/stack\//],
  '@testcontainers/kafka': [/^shared\/stack\//],
  '@testcontainers/mongodb': [/^shared\/stack\//],
  // Only tests, which may import anything.
  '@jest/globals': [],
  'fast-check': [],
  '@fast-check/jest': [],
  '@swc/core': [],
  '@asyncapi/parser': [],
};
