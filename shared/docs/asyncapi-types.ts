// The parts of an AsyncAPI 3 document that ours has. The whole format: https://www.asyncapi.com/docs/reference/specification/v3.0.0
import type { SchemaJson } from '#schemas/generated/schemas';

export interface Reference {
  readonly $ref: string;
}

export interface AsyncApiMessage {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType?: string;
  readonly payload: { readonly schemaFormat: string; readonly schema: SchemaJson } | { readonly type: 'null' };
  readonly headers?: { readonly type: 'object'; readonly properties: Readonly<Record<string, JsonProperty>> };
  readonly bindings?: { readonly kafka: Readonly<Record<string, unknown>> };
}

export interface JsonProperty {
  readonly type: 'string';
  readonly description: string;
}

export interface AsyncApiChannel {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly servers: readonly Reference[];
  readonly messages: Readonly<Record<string, Reference>>;
  /** What stands for a part of the address. */
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly tags: readonly { readonly name: string }[];
  readonly bindings: { readonly kafka: Readonly<Record<string, unknown>> };
  /** Who may write and read, how records are laid out: what Kafka's bindings have no word for. */
  readonly 'x-fulfilment': ChannelFacts;
}

export interface ChannelFacts {
  readonly key: string;
  readonly owner: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
  readonly layout: string;
  readonly plaintext: boolean;
}

export interface AsyncApiOperation {
  /** As seen from the broker: `receive` what others write, `send` what others read. */
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly title: string;
  readonly summary: string;
  readonly messages: readonly Reference[];
  readonly tags: readonly { readonly name: string }[];
}

export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly id: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly defaultContentType: string;
  readonly servers: Readonly<Record<string, unknown>>;
  readonly channels: Readonly<Record<string, AsyncApiChannel>>;
  readonly operations: Readonly<Record<string, AsyncApiOperation>>;
  readonly components: {
    readonly messages: Readonly<Record<string, AsyncApiMessage>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}
