"""A shop's publisher and a carrier's reader in Python, as somebody else would write them: confluent-kafka and its Avro classes,
nothing of ours. Settings come from the environment (KAFKA_BROKERS, KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD,
SCHEMA_REGISTRY_URL); results go to standard output, one JSON value a line.

  client.py publish TOPIC RECORD_NAME COMPRESSION    records as JSON lines on standard input, each {"key": ..., "value": {...}}
  client.py read TOPIC GROUP COUNT TIMEOUT_SECONDS   prints {"key": ..., "value": {...} or null} until COUNT records were read
"""
import json
import os
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy, topic_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext


def connection():
    return {
        "bootstrap.servers": os.environ["KAFKA_BROKERS"],
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": os.environ["KAFKA_SASL_MECHANISM"],
        "sasl.username": os.environ["KAFKA_USERNAME"],
        "sasl.password": os.environ["KAFKA_PASSWORD"],
        "client.id": "third-party-python",
    }


def registry():
    # Without a time-out an unreachable registry is waited for without end.
    return SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY_URL"], "timeout": 10})


def publish(topic, record_name, compression):
    # The schema is the registry's, asked for by its subject; nothing is registered from here.
    subject = f"{topic}-{record_name}"
    schema = registry().get_latest_version(subject).schema
    serialize = AvroSerializer(
        registry(),
        schema,
        conf={
            "auto.register.schemas": False,
            "use.latest.version": True,
            "subject.name.strategy": topic_record_subject_name_strategy,
        },
    )
    # The partitioner is librdkafka's own (CRC32 of the key), not that of the Java and Node clients.
    producer = Producer({**connection(), "compression.type": compression, "linger.ms": 50, "enable.idempotence": True})
    failures = []

    def delivered(error, message):
        if error is not None:
            failures.append(str(error))
        else:
            print(json.dumps({"partition": message.partition(), "offset": message.offset()}))

    for line in sys.stdin:
        record = json.loads(line)
        value = serialize(record["value"], SerializationContext(topic, MessageField.VALUE))
        producer.produce(topic, key=record["key"], value=value, on_delivery=delivered)
    producer.flush(30)
    if failures:
        raise SystemExit(f"not delivered: {failures[0]}")


def read(topic, group, count, timeout_seconds):
    deserialize = AvroDeserializer(registry(), conf={"subject.name.strategy": topic_subject_name_strategy})
    consumer = Consumer({**connection(), "group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    deadline = time.monotonic() + timeout_seconds
    seen = 0
    try:
        while seen < count and time.monotonic() < deadline:
            message = consumer.poll(0.5)
            if message is None:
                continue
            if message.error() is not None:
                raise KafkaException(message.error())
            # A null value means: delete what you stored under this key.
            value = message.value()
            if value is not None:
                value = deserialize(value, SerializationContext(topic, MessageField.VALUE))
            key = message.key().decode() if message.key() is not None else None
            print(json.dumps({"key": key, "value": value}, default=str), flush=True)
            seen += 1
    finally:
        consumer.close()
    if seen < count:
        raise SystemExit(f"only {seen} of {count} records within {timeout_seconds} s")


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "publish":
        publish(*arguments)
    elif command == "read":
        read(arguments[0], arguments[1], int(arguments[2]), float(arguments[3]))
    else:
        raise SystemExit(__doc__)
