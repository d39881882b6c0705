// Agreements of confidentiality in MongoDB, `desk.agreements`: by the identity provider's identifier, no names.
import type { Db } from 'mongodb';
import { collectionOf } from '#shared/mongo/collection';
import type { Agreement } from '../domain/agreements/agreement.js';
import type { AgreementStore } from './agreement-store.js';

type AgreementDocument = Omit<Agreement, 'subject'> & { readonly _id: string };

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export function createMongoAgreementStore(db: Db): AgreementStore {
  const agreements = collectionOf<AgreementDocument>(db, 'desk.agreements');
  return {
    put: async ({ subject, ...agreement }) => {
      await agreements.replaceOne({ _id: subject }, agreement, { upsert: true, ...DURABLE });
    },
    find: async (subject) => {
      const found = await agreements.findOne({ _id: subject });
      return found === null ? null : toAgreement(found);
    },
    page: async (limit, after) =>
      (await agreements.find(after === null ? {} : { _id: { $gt: after } }, { sort: { _id: 1 }, limit }).toArray()).map(
        toAgreement,
      ),
  };
}

function toAgreement({ _id, ...agreement }: AgreementDocument): Agreement {
  return { subject: _id, ...agreement };
}
