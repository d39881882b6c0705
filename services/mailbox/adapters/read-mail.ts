// The bytes of a mail → what is read of it. Attachments are not kept, pages are read as text, nothing is fetched.
import { simpleParser } from 'mailparser';

export interface ParsedMail {
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
  /** A machine sent it: an answer, a list, a report. */
  readonly isAutomatic: boolean;
  /** The parts of a delivery report; null: it is none. */
  readonly deliveryReport: string | null;
}

const LONGEST = { sender: 320, subject: 500, text: 20_000 } as const;

/** Never rejects for what is in the bytes; null: not a mail that can be read. */
export async function readMail(raw: Buffer): Promise<ParsedMail | null> {
  try {
    const mail = await simpleParser(raw, {
      keepDeliveryStatus: true,
      skipImageLinks: true,
      skipTextToHtml: true,
      maxHtmlLengthToParse: 200_000,
    });
    const report = mail.attachments.find(({ contentType }) => contentType === 'message/delivery-status');
    const automatic = mail.headers.get('auto-submitted');
    return {
      sender: (mail.from?.value[0]?.address ?? '').slice(0, LONGEST.sender),
      subject: (mail.subject ?? '').slice(0, LONGEST.subject),
      text: (mail.text ?? '').slice(0, LONGEST.text),
      isAutomatic:
        (typeof automatic === 'string' && automatic !== 'no') || mail.headers.has('list-id') || report !== undefined,
      deliveryReport: report === undefined ? null : report.content.toString('latin1'),
    };
  } catch {
    return null;
  }
}
