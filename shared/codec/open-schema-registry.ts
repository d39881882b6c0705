// The registry as its ordinary client has it, for programs that read records of any schema: logged in wherever the registry asks for it.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import type { RegistryConfig } from '#shared/config/registry';

export function openSchemaRegistry({ url, login }: RegistryConfig): SchemaRegistry {
  const auth = login === null ? {} : { auth: { username: login.username, password: login.password.reveal() } };
  return new SchemaRegistry({ host: url, ...auth });
}
