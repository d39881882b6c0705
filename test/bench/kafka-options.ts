// kafkajs options from the variables of the stack, for the benchmark's own clients.
import type { KafkaConfig } from 'kafkajs';

export function kafkaOptions(env: Readonly<Record<string, string | undefined>>): Pick<KafkaConfig, 'brokers' | 'sasl'> {
  const brokers = (env['KAFKA_BROKERS'] ?? '').split(',');
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = env;
  return username === undefined || password === undefined
    ? { brokers }
    : { brokers, sasl: { mechanism: 'plain', username, password } };
}
