"""A shop's publisher and a carrier's reader in Python, as somebody else would write them: confluent-kafka and its Avro classes,
nothing of ours. Settings come from the environment (KAFKA_BROKERS, KAFKA_SASL_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD,
SCHEMA_REGISTRY_URL); results go to standard output, one JSON value a line.

  client.py publish TOPIC RECORD_NAME COMPRESSION    records as JSON lines on standard input, each {"key": ..., "value": {...}}
  client.py publish-sealed TOPIC KEYS_TOPIC GROUP      orders as above, their personal blocks sealed to the newest key on KEYS_TOPIC
  client.py read-sealed TOPIC GROUP COUNT TIMEOUT_SECONDS INFO
                                                     as read, opening each value with the private key in PRIVATE_KEY (hexadecimal)
  client.py read TOPIC GROUP COUNT TIMEOUT_SECONDS   prints {"key": ..., "value": {...} or null} until COUNT records were read
"""
import io
import json
import os
import sys
import time

import fastavro
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient, topic_record_subject_name_strategy, topic_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

from sealed_blocks import Session, open_block


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


def publish(topic, record_name, compression, change=lambda value, schema: value):
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
        value = serialize(change(record["value"], schema), SerializationContext(topic, MessageField.VALUE))
        producer.produce(topic, key=record["key"], value=value, on_delivery=delivered)
    producer.flush(30)
    if failures:
        raise SystemExit(f"not delivered: {failures[0]}")


def newest_key(keys_topic, group):
    """The key to seal to: the one on the topic that has no validUntil."""
    keys = {}
    read(keys_topic, group, 1, 10, lambda key, value: keys.update({key: value}))
    return next(key for key in keys.values() if key is not None and key["validUntil"] is None)


def publish_sealed(topic, keys_topic, group):
    key = newest_key(keys_topic, group)
    session = Session(key["keyId"], key["publicKey"], "fulfilment/orders.events")

    def sealed(order, schema):
        whole = json.loads(schema.schema_str)
        for field in whole["fields"]:
            if field["name"] not in ("shipping", "contact", "payment", "signals"):
                continue
            record = {"namespace": whole["namespace"], **field["type"][0]}
            name = f"{record['namespace']}.{record['name']}"
            plain = io.BytesIO(b"\x01")  # the version of the record's schema, then plain Avro
            plain.seek(1)
            fastavro.schemaless_writer(plain, fastavro.parse_schema(record), order[field["name"]])
            bound_to = "\n".join([field["name"], name, order["eventId"], order["orderId"]])
            order[field["name"]] = session.seal(plain.getvalue(), bound_to)
        return order

    publish(topic, "fulfilment.orders.OrderPlaced", "lz4", sealed)


def read_sealed(topic, group, count, timeout_seconds, info):
    private_key = bytes.fromhex(os.environ["PRIVATE_KEY"])
    deserialize = AvroDeserializer(registry(), conf={"subject.name.strategy": topic_subject_name_strategy})

    def opened(key, value):
        if value is not None:
            # What is inside is the record in the wire format of the registry, as a carrier in plain mode gets it.
            inside = open_block(value["block"], private_key, info, key)
            value = deserialize(inside, SerializationContext(topic, MessageField.VALUE))
        print(json.dumps({"key": key, "value": value}, default=str), flush=True)

    read(topic, group, count, timeout_seconds, opened)


def show(key, value):
    print(json.dumps({"key": key, "value": value}, default=str), flush=True)


def read(topic, group, count, timeout_seconds, handle=show):
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
            handle(key, value)
            seen += 1
    finally:
        consumer.close()
    if seen < count:
        raise SystemExit(f"only {seen} of {count} records within {timeout_seconds} s")


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "publish":
        publish(*arguments)
    elif command == "publish-sealed":
        publish_sealed(*arguments)
    elif command == "read-sealed":
        read_sealed(arguments[0], arguments[1], int(arguments[2]), float(arguments[3]), arguments[4])
    elif command == "read":
        read(arguments[0], arguments[1], int(arguments[2]), float(arguments[3]))
    else:
        raise SystemExit(__doc__)
