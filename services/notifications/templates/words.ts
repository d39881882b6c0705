// What each language has to say. A language that lacks a kind does not compile.
import type { AskedField, CaseStage, NoticeKind, NoticeOf, RequestStage, Right } from '../domain/notice.js';

/** What a notice may mention besides itself: nothing here is sealed or asked for from elsewhere. */
export interface NoticeFacts {
  /** The shop's number of the order. */
  readonly orderId: string;
  /** Only of parcels. */
  readonly carrierName?: string;
  /** Only of an identity confirmation and of an invitation to write into a case. */
  readonly link?: string;
}

export interface Message {
  readonly subject: string;
  /** One paragraph each. */
  readonly paragraphs: readonly string[];
}

export interface Words {
  readonly greeting: string;
  readonly footer: (orderId: string) => string;
  readonly openLink: string;
  /** On the link by which the customer writes into a case. */
  readonly writeLink: string;
  readonly fields: Readonly<Record<AskedField, string>>;
  readonly rights: Readonly<Record<Right, string>>;
  readonly requestStages: Readonly<Record<RequestStage, string>>;
  readonly caseStages: Readonly<Record<Exclude<CaseStage, 'invited'>, string>>;
  readonly messages: { readonly [K in NoticeKind]: (notice: NoticeOf<K>, facts: MessageFacts) => Message };
  /** Kinds that are also sent as text messages; at most 160 characters. */
  readonly texts: {
    readonly [K in 'parcel-handed-over' | 'parcel-delivered']: (notice: NoticeOf<K>, facts: MessageFacts) => string;
  };
}

/** Facts as the language writes them. */
export interface MessageFacts {
  readonly orderId: string;
  readonly carrier: string;
  /** "phone number and address". */
  readonly list: (words: readonly string[]) => string;
  /** A point in time, with its zone. */
  readonly time: (ms: number) => string;
  /** " (2 of 3)", or nothing when there is one parcel only. */
  readonly part: (parcel: number, parcels: number) => string;
}
