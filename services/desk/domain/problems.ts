// Every refusal that the desk's HTTP interface can give, as problem details (RFC 9457). The list is closed: the documentation
// of each operation names the ones it can give, and a test keeps both equal.
import { CARRIER_PROBLEMS } from './carrier-problems.js';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What the caller can do about it. */
  readonly whatToDo: string;
}

export const PROBLEMS = {
  REQUEST_INVALID: {
    status: 400,
    title: 'The request does not have the documented form.',
    whatToDo: 'Correct the fields that `violations` lists; /openapi.json describes each.',
  },
  TOKEN_MISSING: {
    status: 401,
    title: 'The request carries no access token.',
    whatToDo: 'Log in and send the access token as `Authorization: Bearer …`.',
  },
  TOKEN_REFUSED: {
    status: 401,
    title: 'The access token is not valid here.',
    whatToDo: 'Get a new one from the identity provider; it must be made for this audience and not be expired.',
  },
  ROLE_MISSING: {
    status: 403,
    title: 'None of your roles opens this door.',
    whatToDo: 'Ask an administrator for the role, if your work needs it.',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is nothing at this address.',
    whatToDo: 'Check the address against /openapi.json.',
  },
  PURPOSE_NOT_ALLOWED: {
    status: 403,
    title: 'The policy does not show this to your role for this purpose.',
    whatToDo: 'Name the purpose of your work; /policy tells what each is for.',
  },
  CASE_UNKNOWN: {
    status: 404,
    title: 'Fraud control knows no such order.',
    whatToDo: 'Go back to the queue: the order may have been forgotten in the meantime.',
  },
  NOTE_LOOKS_PERSONAL: {
    status: 422,
    title: 'The note looks as if it held a mail address or a telephone number.',
    whatToDo: 'Write codes and figures only: others read it, and it outlives the order.',
  },
  ORDER_UNKNOWN: {
    status: 404,
    title: 'There is no order of this number.',
    whatToDo: 'Check the number; a new order is known a moment after it was placed.',
  },
  RULES_UNAVAILABLE: {
    status: 503,
    title: 'Fraud control could not be asked about its rules, or a backtest took longer or more than it may.',
    whatToDo: 'Try again; for a very long past run `npm run backtest` where there is more memory.',
  },
  RULES_REFUSED: {
    status: 422,
    title: 'These rules have a fault, or are not newer than those there are, and can’t be published or tried.',
    whatToDo: 'Look at them as a draft first: it says what is wrong, and where.',
  },
  BACKTEST_RUNS: {
    status: 409,
    title: 'A backtest runs already: one at a time.',
    whatToDo: 'Wait until it is done; whoever asks for it by its number sees how far it is.',
  },
  POLICY_REFUSED: {
    status: 422,
    title: 'This version of the policy breaks its own rules and can’t be published.',
    whatToDo: 'Look at it as a draft first: it says what is wrong, and where.',
  },
  DRAFT_CHANGED: {
    status: 409,
    title: 'This is not the draft that was looked at, or another version came meanwhile.',
    whatToDo: 'Look at the draft again, then publish it.',
  },
  NOTHING_ERASED: {
    status: 404,
    title: 'The ledger has no entry about this order: nothing of it was erased.',
    whatToDo: 'Check the keyed hash; the proof of an erasure is there as soon as it has begun.',
  },
  PROOF_NOT_SIGNED_YET: {
    status: 503,
    title: 'The newest entries of the ledger are not signed yet.',
    whatToDo: 'Try again in a few seconds; if it stays so, the service of erasure does not run.',
  },
  ORDER_ERASED: {
    status: 410,
    title: 'The order is over and everything about its person has been deleted.',
    whatToDo: 'Nothing: it cannot be brought back. `npm run ledger -- prove` makes the certificate.',
  },
  AGREEMENT_MISSING: {
    status: 403,
    title: 'No current agreement of confidentiality is on record for you, so you are shown nothing.',
    whatToDo:
      'Read it at /v1/agreements/text and sign it at /v1/agreements/mine; the console shows it when you log in.',
  },
  SHARING_NOT_ALLOWED: {
    status: 403,
    title: 'The policy does not let such a recipient have one of these categories.',
    whatToDo: 'Ask for less; /policy tells who may get what. What is in no category cannot be given at all.',
  },
  RECIPIENT_UNKNOWN: {
    status: 422,
    title: 'Nobody of this name is registered.',
    whatToDo: 'Have an administrator register the recipient with its public key first.',
  },
  RECIPIENT_LEAVING: {
    status: 409,
    title: 'It is being removed: it still has to delete what it was given.',
    whatToDo:
      'Register it again when it is gone from the list; that takes a minute or two after the moment that the list names.',
  },
  PUBLIC_KEY_UNUSABLE: {
    status: 422,
    title: 'Nothing can be sealed to this public key.',
    whatToDo: 'Send the 32 bytes of an X25519 public key in base64url.',
  },
  RECIPIENT_KEY_CHANGED: {
    status: 409,
    title: 'The recipient has another public key than when the request was taken in.',
    whatToDo: 'Take the request in anew, so that two people look at it under the key of today.',
  },
  ANOTHER_PERSON_NEEDED: {
    status: 409,
    title: 'This takes another person than you.',
    whatToDo: 'Ask a colleague to look at it.',
  },
  NOT_AT_THIS_POINT: {
    status: 409,
    title: 'The request is not at the point where this can be done.',
    whatToDo: 'Look at its state: it tells what comes next.',
  },
  ...CARRIER_PROBLEMS,
  NOT_CORRECTABLE: {
    status: 409,
    title: 'The parcel has arrived, or the order is over: another address would reach nobody.',
    whatToDo: 'Open an after-sales case, if something is wrong with the delivery.',
  },
  ADDRESS_UNUSABLE: {
    status: 422,
    title: 'Nobody could deliver to the address as it would be.',
    whatToDo: 'Correct the fields that `violations` lists.',
  },
  ACCOUNT_IN_USE: {
    status: 409,
    title: 'An order of the account is under way, and its person has not asked to have it closed.',
    whatToDo: 'Close it when its orders are over, or once the person has asked for it and opened the link.',
  },
  CASE_CLOSED: {
    status: 409,
    title: 'The case is closed, or what belongs to it has been deleted.',
    whatToDo: 'Open another one, if the order is still known.',
  },
  CASE_FULL: {
    status: 409,
    title: 'There are as many open cases of this order, or messages and photos in this case, as there may be.',
    whatToDo: 'Close what is done, or go on in a case that is open.',
  },
  PHOTO_TOO_LARGE: {
    status: 413,
    title: 'The photo is larger than 12 MB, or becomes so when it is drawn anew.',
    whatToDo: 'Send a smaller one.',
  },
  PHOTO_KIND_UNKNOWN: {
    status: 422,
    title: 'What was sent is no photo of a kind that we know.',
    whatToDo: 'Send JPEG, PNG or WebP.',
  },
  PHOTO_KIND_REFUSED: {
    status: 422,
    title: 'Photos of this kind cannot be cleaned here.',
    whatToDo: 'Send it as JPEG.',
  },
  PHOTO_UNREADABLE: {
    status: 422,
    title: 'The photo cannot be read.',
    whatToDo: 'Send it again; if it stays so, take another one.',
  },
  BODY_TOO_LARGE: {
    status: 413,
    title: 'The body is larger than this operation takes.',
    whatToDo: 'Send less at a time; the limit is in the documentation of the operation.',
  },
  MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    title: 'The body is not of a media type that this operation takes.',
    whatToDo: 'Send application/json.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'You ask more often than the desk allows.',
    whatToDo: 'Wait as long as `retry-after` says.',
  },
  LOOK_UPS_EXHAUSTED: {
    status: 429,
    title: 'You have looked at as many orders this hour as one person may.',
    whatToDo: 'Wait for the next full hour; the people who watch over the desk have been told.',
  },
  UNEXPECTED: {
    status: 500,
    title: 'The desk met something it does not know.',
    whatToDo: 'Try again; if it stays, give the `instance` of this answer to the people who run the desk.',
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    title: 'The identity provider does not answer, so nobody can be let in.',
    whatToDo: 'Try again soon.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;
