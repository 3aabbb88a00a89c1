import { LimitedFailure } from '../outbox/limited-failure.js';

/** One message to one reader, plain text. */
export interface Mail {
  /** E-mail address. */
  readonly to: string;
  readonly subject: string;
  /** Lines end with `\n`. */
  readonly text: string;
  /** The same whenever the same message is sent again, such as the id of its delivery: letters, digits, `_`, `-`, `.`. */
  readonly messageId: string;
}

/**
 * Sends messages. Only consumers use it, outside any transaction: a message goes out at least once, and one that was sent
 * twice is known by its Message-ID.
 */
export abstract class Mailer {
  /** @throws MailRefused, MailServerAway */
  abstract send(mail: Mail): Promise<void>;

  /** Lets go of what it holds. */
  async close(): Promise<void> {}
}

/** The server will never take this message: the address does not exist, or it is not let in. */
export class MailRefused extends LimitedFailure {
  constructor(answer: string) {
    super(`The mail server refused the message for good: ${answer}.`, 1);
  }
}

/** Tried again with the growing pauses of deliveries: about 13 hours in all. */
const AWAY_ATTEMPTS_MAX = 24;

export class MailServerAway extends LimitedFailure {
  constructor(answer: string) {
    super(`The mail server did not take the message now: ${answer}.`, AWAY_ATTEMPTS_MAX);
  }
}

const MESSAGE_ID = /^[\w.-]{1,100}$/;

/** The part of a Message-ID before the `@`, which is also a name for a file. */
export function localPart({ messageId }: Mail): string {
  if (MESSAGE_ID.test(messageId)) return messageId;
  throw new Error('A message needs an id of letters, digits, points and dashes.');
}
