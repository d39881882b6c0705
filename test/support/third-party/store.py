"""A carrier's store in Python, as somebody else would write it: follows a topic with confluent-kafka, keeps the newest value of each key in
memory and answers GET /KEY with it, or 404. Settings come from the environment as for client.py.

  store.py TOPIC GROUP [--skip-nulls]    prints {"port": ...} when it listens; --skip-nulls: the usual mistake
"""
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from confluent_kafka import Consumer
from confluent_kafka.schema_registry import topic_subject_name_strategy
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from client import connection, registry

rows = {}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        value = rows.get(unquote(self.path[1:]))
        body = b"" if value is None else json.dumps(value, default=str).encode()
        self.send_response(404 if value is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def main(topic, group, skips_nulls):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_port}), flush=True)
    decode = AvroDeserializer(registry(), conf={"subject.name.strategy": topic_subject_name_strategy})
    consumer = Consumer({**connection(), "group.id": group, "auto.offset.reset": "earliest"})
    consumer.subscribe([topic])
    while True:
        message = consumer.poll(0.2)
        if message is None or message.error() is not None:
            continue
        key = message.key().decode()
        if message.value() is not None:
            rows[key] = decode(message.value(), SerializationContext(topic, MessageField.VALUE))
        elif not skips_nulls:
            rows.pop(key, None)


main(sys.argv[1], sys.argv[2], "--skip-nulls" in sys.argv[3:])
