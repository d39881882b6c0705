// Who may import whom: the table of shared/README.md as data. The first row whose pattern matches a file counts.
// Targets are path prefixes, of which the longest decides; `types` may only be imported as types. What a row does not name is refused.

export interface Row {
  readonly zone: string;
  readonly from: RegExp;
  /** Prefixes this zone may import; `$1` is the first group of `from`. */
  readonly may: readonly string[];
  /** Prefixes it may import as types only. */
  readonly types?: readonly string[];
  /** Node built-ins: default all; a list narrows. */
  readonly node?: readonly string[];
  /** Why the zone is so narrow, for whoever meets the refusal. */
  readonly why: string;
}

const FOUNDATION = ['shared/errors/', 'shared/domain/', 'shared/config/', 'shared/logging/', 'shared/telemetry/'];

/** The adapters of a service, for its own steps. */
const ADAPTERS = ['store', 'adapters', 'channels', 'targets'].map((folder) => `services/$1/${folder}/`);

export const IMPORT_TABLE: readonly Row[] = [
  { zone: 'tests', from: /^test\//, may: ['schemas/', 'shared/', 'services/', 'test/'], why: 'tests see everything' },
  {
    zone: 'generated schemas',
    from: /^schemas\/generated\//,
    may: ['schemas/generated/'],
    node: [],
    why: 'generated types depend on nothing, so that everybody may depend on them',
  },
  {
    zone: 'schema generator',
    from: /^schemas\//,
    may: ['schemas/', 'shared/errors/', 'shared/domain/', 'shared/policy/', 'shared/codec/', 'shared/config/'],
    why: 'the generator runs before anything else exists',
  },
  {
    zone: 'command of a module',
    from: /^shared\/[^/]+\/(?:[^/]+-)?cli\.ts$/,
    may: ['shared/', 'schemas/'],
    why: 'a command puts together what it needs, services excepted',
  },
  {
    zone: 'shared/errors',
    from: /^shared\/errors\//,
    may: ['shared/errors/'],
    why: 'everybody depends on errors, so errors depend on nobody',
  },
  {
    zone: 'shared/domain',
    from: /^shared\/domain\//,
    may: ['shared/domain/', 'shared/errors/'],
    node: [],
    why: 'decisions are pure: what they need is passed in',
  },
  {
    zone: 'shared/config',
    from: /^shared\/config\//,
    may: ['shared/config/', 'shared/errors/', 'shared/domain/'],
    why: 'configuration is read before anything runs',
  },
  {
    zone: 'shared/logging',
    from: /^shared\/logging\//,
    may: ['shared/logging/', 'shared/errors/', 'shared/config/'],
    why: 'logging must work when everything else is broken',
  },
  {
    zone: 'shared/telemetry',
    from: /^shared\/telemetry\//,
    may: ['shared/telemetry/', 'shared/errors/', 'shared/config/'],
    types: ['shared/logging/'],
    why: 'metrics must work when everything else is broken',
  },
  {
    zone: 'shared/runtime',
    from: /^shared\/runtime\//,
    may: ['shared/runtime/', ...FOUNDATION],
    why: 'runtime knows no infrastructure',
  },
  {
    zone: 'shared/policy',
    from: /^shared\/policy\//,
    may: ['shared/policy/', ...FOUNDATION, 'schemas/generated/'],
    types: ['shared/pipeline/'],
    why: 'the policy decides for all services and depends on none of the machinery',
  },
  {
    zone: 'shared/pipeline',
    from: /^shared\/pipeline\//,
    may: ['shared/pipeline/', ...FOUNDATION, 'shared/refs/lane', 'schemas/generated/'],
    types: ['shared/codec/', 'shared/vault/', 'shared/kafka/'],
    why: 'the pipeline knows outcomes, not the clients that carry them out',
  },
  {
    zone: 'shared/mongo',
    from: /^shared\/mongo\//,
    may: ['shared/mongo/', 'shared/runtime/', ...FOUNDATION],
    why: 'the database adapter knows nothing of Kafka or of orders',
  },
  {
    zone: 'shared/codec',
    from: /^shared\/codec\//,
    may: ['shared/codec/', 'shared/runtime/', ...FOUNDATION, 'schemas/'],
    types: ['shared/pipeline/'],
    why: 'the codec knows bytes and schemas only',
  },
  {
    zone: 'shared/refs',
    from: /^shared\/refs\//,
    may: ['shared/refs/', 'shared/config/', 'shared/errors/', 'shared/domain/'],
    types: ['shared/vault/'],
    why: 'refs are keyed hashes and need nothing but their key',
  },
  {
    zone: 'shared/vault',
    from: /^shared\/vault\//,
    may: ['shared/vault/', 'shared/refs/', 'shared/mongo/', 'shared/runtime/', ...FOUNDATION, 'schemas/generated/'],
    types: ['shared/policy/', 'shared/codec/'],
    why: 'the keys depend on as little as possible',
  },
  {
    zone: 'shared/hpke',
    from: /^shared\/hpke\//,
    may: ['shared/hpke/', 'shared/vault/hidden', ...FOUNDATION, 'schemas/generated/'],
    why: 'sealing to a public key knows bytes only: neither topics nor where keys are kept',
  },
  {
    zone: 'shared/order-rules',
    from: /^shared\/order-rules\//,
    may: ['shared/order-rules/', 'shared/policy/', ...FOUNDATION, 'schemas/generated/'],
    node: [],
    why: 'what an order must be like is pure: intake and the publisher library judge alike, wherever they run',
  },
  {
    zone: 'shared/kafka',
    from: /^shared\/kafka\//,
    may: [
      'shared/kafka/',
      'shared/pipeline/',
      'shared/codec/',
      'shared/refs/lane',
      'shared/runtime/',
      ...FOUNDATION,
      'schemas/',
    ],
    types: ['shared/vault/', 'shared/policy/'],
    why: 'the Kafka adapter carries bytes and outcomes; it knows no service and no database',
  },
  {
    zone: 'starting and tools',
    from: /^shared\/(?:start|sample|replay|bench|stack|console|ref|ledger|backup|decisions)\//,
    may: ['shared/', 'schemas/', 'services/'],
    why: 'commands put the parts together',
  },
  {
    zone: 'all services in one process',
    from: /^services\/[^/]+\.ts$/,
    may: ['services/', 'shared/', 'schemas/'],
    why: 'here services stand side by side, without knowing one another',
  },
  {
    zone: 'other shared module',
    from: /^shared\//,
    may: ['shared/', 'schemas/'],
    why: 'shared modules know no service',
  },
  {
    zone: 'domain of a service',
    from: /^services\/([^/]+)\/(?:domain|rules)\//,
    may: ['services/$1/domain/', 'services/$1/rules/', 'shared/domain/', 'shared/errors/'],
    node: [],
    why: 'decisions are pure: translate records into domain types in the steps, and pass in what is needed',
  },
  {
    zone: 'command of a service',
    from: /^services\/([^/]+)\/(?:.+\/)?(?:[^/]+-)?cli\.ts$/,
    may: ['services/$1/', 'shared/', 'schemas/'],
    why: 'services meet only through topics',
  },
  {
    zone: 'composition of a service',
    from: /^services\/([^/]+)\/(?:service|main|config|compose-[a-z-]+)\.ts$/,
    may: ['services/$1/', 'shared/', 'schemas/'],
    why: 'services meet only through topics',
  },
  {
    zone: 'adapters of a service',
    from: /^services\/([^/]+)\/(?:store|adapters|channels|targets)\//,
    may: [
      'services/$1/',
      ...FOUNDATION,
      'shared/mongo/',
      'shared/kafka/',
      'shared/codec/',
      'shared/vault/',
      'shared/hpke/',
      'shared/ingress-keys/',
      'shared/runtime/',
      'schemas/',
    ],
    types: ['shared/policy/', 'shared/pipeline/'],
    why: 'an adapter serves its own service',
  },
  {
    zone: 'console of the desk',
    from: /^services\/desk\/console\//,
    may: ['services/desk/console/'],
    node: [],
    why: 'it runs in a browser and knows the desk by its HTTP interface alone',
  },
  {
    zone: 'steps and flow of a service',
    from: /^services\/([^/]+)\//,
    may: [
      'services/$1/',
      ...FOUNDATION,
      'shared/pipeline/',
      'shared/policy/',
      'shared/order-rules/',
      'shared/ledger-proof/',
      'shared/refs/lane',
      'schemas/',
    ],
    types: [
      ...ADAPTERS,
      'shared/kafka/',
      'shared/codec/',
      'shared/vault/',
      'shared/refs/',
      'shared/mongo/',
      'shared/runtime/',
    ],
    why: 'steps return outcomes and see adapters only as types; service.ts passes the real ones in',
  },
];
