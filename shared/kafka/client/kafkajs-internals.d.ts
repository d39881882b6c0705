// The parts of kafkajs 2.2.4 below its public face that we build on: connections, log-in, metadata and the small calls.
// They are typed here as far as we use them. The client is frozen since 2023 and pinned exactly; a test pins these shapes.

declare module 'kafkajs/src/cluster/index.js' {
  export interface PartitionMetadata {
    readonly partitionId: number;
    /** Node id; negative or null while there is none. */
    readonly leader: number | null;
  }
  export interface Request {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    /** Must give what kafkajs' Encoder is to its framing: `buf` to be recognised, `buffer` for the bytes. */
    readonly encode: () => Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  }
  export interface Response<T> {
    readonly decode: (bytes: Buffer) => Promise<object>;
    readonly parse: (decoded: object) => Promise<T>;
  }
  export interface GroupCall {
    readonly groupId: string;
    readonly memberId: string;
  }
  export interface ProducerCall {
    readonly transactionalId: string;
    readonly producerId: string;
    readonly producerEpoch: number;
  }
  export interface TopicPartitions<P> {
    readonly topic: string;
    readonly partitions: readonly P[];
  }
  export interface Broker {
    readonly nodeId: number | null;
    readonly connectionPool: {
      send<T>(call: {
        readonly request: Request;
        readonly response: Response<T>;
        readonly requestTimeout?: number;
        readonly logResponseError?: boolean;
      }): Promise<T>;
    };
    isConnected(): boolean;
    joinGroup(
      call: GroupCall & {
        readonly sessionTimeout: number;
        readonly rebalanceTimeout: number;
        readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
      },
    ): Promise<{
      readonly generationId: number;
      readonly leaderId: string;
      readonly memberId: string;
      readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
    }>;
    syncGroup(
      call: GroupCall & {
        readonly generationId: number;
        readonly groupAssignment: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[];
      },
    ): Promise<{ readonly memberAssignment: Buffer }>;
    heartbeat(call: GroupCall & { readonly groupGenerationId: number }): Promise<unknown>;
    leaveGroup(call: GroupCall): Promise<unknown>;
    offsetFetch(call: {
      readonly groupId: string;
      readonly topics: readonly TopicPartitions<{ readonly partition: number }>[];
    }): Promise<{
      readonly responses: readonly TopicPartitions<{ readonly partition: number; readonly offset: string }>[];
    }>;
    listOffsets(call: {
      readonly topics: readonly TopicPartitions<{ readonly partition: number; readonly timestamp: number }>[];
    }): Promise<{
      readonly responses: readonly TopicPartitions<{ readonly partition: number; readonly offset: string }>[];
    }>;
    deleteRecords(call: {
      readonly topics: readonly TopicPartitions<{ readonly partition: number; readonly offset: string }>[];
    }): Promise<unknown>;
    initProducerId(call: { readonly transactionalId?: string; readonly transactionTimeout: number }): Promise<{
      readonly producerId: string;
      readonly producerEpoch: number;
    }>;
    addOffsetsToTxn(call: ProducerCall & { readonly groupId: string }): Promise<unknown>;
    endTxn(call: ProducerCall & { readonly transactionResult: boolean }): Promise<unknown>;
  }
  export default class Cluster {
    constructor(options: {
      readonly logger: unknown;
      readonly socketFactory: unknown;
      readonly brokers: readonly string[];
      readonly ssl: unknown;
      readonly sasl: unknown;
      readonly clientId: string;
      readonly connectionTimeout: number;
      readonly authenticationTimeout: number;
      readonly reauthenticationThreshold: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly metadataMaxAge: number;
      readonly retry: object;
      readonly allowAutoTopicCreation: boolean;
      readonly maxInFlightRequests: number | null;
      readonly isolationLevel: number;
    });
    isConnected(): boolean;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    findTopicPartitionMetadata(topic: string): readonly PartitionMetadata[];
    findBroker(node: { readonly nodeId: number | string }): Promise<Broker>;
    findControllerBroker(): Promise<Broker>;
    findGroupCoordinator(group: { readonly groupId: string; readonly coordinatorType: number }): Promise<Broker>;
  }
}

declare module 'kafkajs/src/protocol/error.js' {
  const errors: { createErrorFromCode(code: number): Error & { readonly type: string } };
  export default errors;
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: { createLogger(options: { readonly level: number; readonly logCreator: unknown }): unknown };
  export default loggers;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  export default function createSocketFactory(): unknown;
}

declare module 'kafkajs/src/network/connection.js' {
  export default class Connection {
    constructor(options: object);
    readonly broker: string;
    chunks: Buffer[];
    bytesBuffered: number;
    bytesNeeded: number;
    isConnected(): boolean;
    connect(): Promise<unknown>;
    disconnect(): Promise<unknown>;
    send(call: {
      readonly request: import('kafkajs/src/cluster/index.js').Request;
      readonly response: import('kafkajs/src/cluster/index.js').Response<unknown>;
    }): Promise<unknown>;
    rejectRequests(error: Error): void;
  }
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    readonly enforceRequestTimeout: boolean;
    readonly pending: readonly unknown[];
    readonly inflight: ReadonlyMap<number, RequestUnderWay>;
    isConnected(): boolean;
    scheduleCheckPendingRequests(): void;
    scheduleRequestTimeoutCheck(): void;
    destroy(): void;
  }
  export interface RequestUnderWay {
    readonly sentAt: number;
    readonly requestTimeout: number;
    timeoutRequest(): void;
  }
}

declare module 'kafkajs/src/producer/partitioners/default/murmur2.js' {
  export default function murmur2(data: Buffer): number;
}
