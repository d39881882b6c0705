// What the servers were asked to do, as they count it themselves: MongoDB's documents and commands, the offsets of Kafka's topics.
import type { BenchWorld } from './bench-world.js';

export interface WorkLook {
  /** Commands that read or write documents; one may hold a thousand. */
  readonly mongoCommands: number;
  readonly documentsRead: number;
  readonly documentsWritten: number;
  /** Of those: changed, which is the dearest. */
  readonly documentsUpdated: number;
  /** Of all topics of the world, with the marker that each transaction leaves in each partition it wrote to. */
  readonly kafkaOffsets: number;
}

interface ServerStatus {
  readonly metrics: {
    readonly document: Readonly<Record<'deleted' | 'inserted' | 'returned' | 'updated', number>>;
    readonly commands: Readonly<Record<string, { readonly total: number }>>;
  };
}

const COMMANDS = ['find', 'getMore', 'insert', 'update', 'delete', 'aggregate', 'findAndModify'] as const;

export async function lookAtWork({ platform, admin, prefix }: BenchWorld): Promise<WorkLook> {
  const { metrics } = (await platform.database.command({ serverStatus: 1 })) as unknown as ServerStatus;
  const { document, commands } = metrics;
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  return {
    mongoCommands: COMMANDS.reduce((sum, name) => sum + Number(commands[name]?.total ?? 0), 0),
    documentsRead: Number(document.returned),
    documentsWritten: Number(document.inserted) + Number(document.updated) + Number(document.deleted),
    documentsUpdated: Number(document.updated),
    kafkaOffsets: ends.flat().reduce((sum, { high }) => sum + Number(high), 0),
  };
}

/** The work between two looks, shared out over so many erasures or orders. */
export function workBetween(before: WorkLook, after: WorkLook, count: number): WorkLook {
  const each = (one: keyof WorkLook): number => (after[one] - before[one]) / count;
  return {
    mongoCommands: each('mongoCommands'),
    documentsRead: each('documentsRead'),
    documentsWritten: each('documentsWritten'),
    documentsUpdated: each('documentsUpdated'),
    kafkaOffsets: each('kafkaOffsets'),
  };
}

export function workLine({
  mongoCommands,
  documentsRead,
  documentsWritten,
  documentsUpdated,
  kafkaOffsets,
}: WorkLook): string {
  return `asked of MongoDB for each: ${documentsRead.toFixed(1)} documents read and ${documentsWritten.toFixed(1)} written (${documentsUpdated.toFixed(1)} of them changed) in ${mongoCommands.toFixed(2)} commands; of Kafka ${kafkaOffsets.toFixed(1)} records and markers`;
}
