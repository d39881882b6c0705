// The audit of commands in MongoDB, collection `erasure.commands`: `_id` is the command's id.
import type { Db } from 'mongodb';
import { collectionOf } from '#shared/mongo/collection';
import { claimMany, type ClaimedDocument } from '#shared/mongo/insert-claims';
import { type CommandLog, notedCommand, type NotedCommand } from './command-log.js';

const COMMANDS_COLLECTION = 'erasure.commands';

type CommandDocument = ClaimedDocument & Omit<NotedCommand, 'commandId'>;

export function createMongoCommandLog(db: Db, name: string = COMMANDS_COLLECTION): CommandLog {
  const collection = collectionOf<CommandDocument>(db, name);
  return {
    note: async (outcomes, handledAt) => {
      const documents = outcomes.map((outcome): CommandDocument => {
        const { commandId, ...rest } = notedCommand(outcome, handledAt);
        return { _id: commandId, claim: commandId, ...rest };
      });
      if (documents.length > 0) await claimMany(collection, documents);
    },
    find: async (commandId) => {
      const found = await collection.findOne({ _id: commandId });
      if (found === null) return null;
      const { _id, claim: _, ...rest } = found;
      return { commandId: _id, ...rest };
    },
  };
}
