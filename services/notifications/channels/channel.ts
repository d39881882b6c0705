// The ways to a customer. A channel takes what was rendered from a notice, and nothing else can be handed to it: the brand is given in one place only.
import type { HandOver } from '../domain/delivery.js';
import type { Notice } from '../domain/notice.js';
import { type Language, type RenderedMail, renderMail, renderText } from '../templates/render-notice.js';
import type { NoticeFacts } from '../templates/words.js';

declare const fromNotice: unique symbol;

interface Addressed {
  readonly [fromNotice]: true;
  /** The same for every try: whoever receives it can tell a repetition. */
  readonly noticeId: string;
  readonly to: string;
  /** When the notice was written down, ms since the epoch: every try bears the same date. */
  readonly notedAtMs: number;
}
export type Mail = Addressed & RenderedMail;
export type TextMessage = Addressed & { readonly text: string };

/** Never rejects for what the other side says or when it is out of reach: that is a `HandOver`. */
export interface Channel<M extends Addressed> {
  handOver(message: M): Promise<HandOver>;
  close(): Promise<void>;
}

export interface Addressing {
  readonly noticeId: string;
  readonly to: string;
  readonly notedAtMs: number;
}

export function mailOf(notice: Notice, language: Language, facts: NoticeFacts, addressing: Addressing): Mail {
  return { ...renderMail(notice, language, facts), ...addressing } as Mail;
}

/** Null for kinds that are not sent as text messages. */
export function textOf(
  notice: Notice,
  language: Language,
  facts: NoticeFacts,
  addressing: Addressing,
): TextMessage | null {
  const text = renderText(notice, language, facts);
  return text === null ? null : ({ text, ...addressing } as TextMessage);
}
