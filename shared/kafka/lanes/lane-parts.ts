// What a lane works with.
import type { KafkaCluster } from '../client/cluster.js';
import type { KafkaClient } from '../create-kafka.js';
import type { LaneConsumerOptions } from '../ports.js';
import type { TopicPartition } from '../wire/add-partitions-to-txn.js';
import type { GroupMember } from '../wire/txn-offset-commit.js';
import type { TransactionalWriter } from '../writer/transactional-writer.js';
import type { Fetcher } from './fetcher.js';
import type { LaneObserver } from './lane-observer.js';
import type { LaneSettings } from './lane-settings.js';

export interface LaneParts {
  readonly client: Pick<KafkaClient, 'waiting' | 'logger'>;
  readonly cluster: KafkaCluster;
  readonly fetcher: Fetcher;
  /** The lane's own, whose transactional id fences; units that are finished at the same moment may go out under the id of one of their lanes. */
  readonly writer: TransactionalWriter;
  readonly settings: LaneSettings;
  readonly options: LaneConsumerOptions;
  readonly observer: LaneObserver;
  readonly partitions: readonly TopicPartition[];
  /** Us in this generation; offsets of another generation are refused. */
  readonly member: GroupMember;
  /** Ends the whole consumer. */
  readonly fail: (error: unknown) => void;
}
