import { roleIn } from '#libs/identity';
import type { NotificationKind } from './notification.rules.js';
import type { Letter, LetterLine } from './notification-mails.service.js';

/** What an e-mail about an inbox says; `{name}` stands for a value. Another language is another entry. */
interface InboxMailTexts {
  readonly subject: string;
  readonly text: string;
  readonly more: string;
  readonly kinds: Readonly<Record<NotificationKind, string>>;
}

const ENGLISH: InboxMailTexts = {
  subject: 'News for you at the clearing house',
  text: `Dear {name},

this is new for you as {role} of {organization}:

{lines}

Your inbox: {inbox}
Choose what you are written to about, and how often: {account}
`,
  more: 'More of it in your inbox: {count}',
  kinds: {
    'contact.ended':
      'The term as a point of contact ends, or has ended. The page of the organization says on which day.',
    'contact.verification-due': 'Please confirm that this is still your point of contact.',
    'need.acknowledged': 'A coordinator has taken it up.',
    'need.acknowledgement-taken-back':
      'A coordinator took back that they had taken it up. It waits to be taken up again.',
    'need.answered': 'The questions about it were answered.',
    'need.closed': 'It was closed before all of it was delivered.',
    'need.expired': 'Its time ran out: nobody confirmed that it still stands.',
    'need.found': 'A search that you saved found it.',
    'need.fulfilled': 'All that it asked for was delivered and accepted: it is fulfilled.',
    'need.merged': 'It was merged into another need that asks for the same.',
    'need.merged-into-ended':
      'The need that it was merged into ended without being met. If this one still stands, a coordinator can take the two apart on its page: then it is again what it was before.',
    'need.message-sent': 'Somebody sent a message about it.',
    'need.published': 'It was published.',
    'need.recalled': 'Its organization took it back.',
    'need.reconfirmation-due': 'A new reporting cycle began. Please confirm that it still stands.',
    'need.reconsidered': 'A coordinator took back the last decision about it: it is under review again.',
    'need.reinstated': 'Its withdrawal was undone: it is again what it was.',
    'need.rejected': 'It was rejected. The reason stands on its page.',
    'need.requested-for-you':
      'Another organization asks for this for your State. If you do not agree, tell the coordinators on its page.',
    'need.returned': 'It came back with questions for you.',
    'need.revised': 'A change of it was published.',
    'need.revision-declined': 'The change that was proposed was declined. The reason stands on its page.',
    'need.revision-proposed': 'A change of it was proposed, for a coordinator to decide on.',
    'need.running-out': 'It runs out soon, unless you confirm that it still stands.',
    'need.taken-apart': 'It was taken out of the other need again and stands for itself.',
    'need.unpublished': 'It was taken off the list of needs. The reason stands on its page.',
    'need.validated': 'It was found complete and can be published.',
    'need.withdrawn': 'It was withdrawn.',
    'match.asked-again': 'It changed after a side had agreed: your agreement is asked for again.',
    'match.completed': 'All of it was delivered: the match is completed.',
    'match.confirmed': 'Both sides agreed: the match is confirmed.',
    'match.declined': 'The match was declined.',
    'match.delivered':
      'A delivery or a payment was recorded. The State’s point of contact accepts or returns it on the page of the match.',
    'match.delivering': 'The delivery is under way.',
    'match.delivery-accepted':
      'The State decided on a delivery or a payment: what it accepted stands on the page of the match.',
    'match.delivery-returned':
      'The State returned a delivery or a payment. The reason stands on the page of the match.',
    'match.delivery-stopped': 'The delivery is not under way after all. The match is confirmed as before.',
    'match.delivery-unaccepted':
      'The State took an acceptance back: the delivery or payment waits for its decision again. The reason stands on the page of the match.',
    'match.delivery-unreturned':
      'The State took a return back: the delivery or payment waits for its decision again. The reason stands on the page of the match.',
    'match.delivery-undone':
      'The record of a delivery or a payment was undone. The reason stands on the page of the match.',
    'match.lowered': 'The match was lowered. The reason stands on its page.',
    'match.need-revised': 'The need that you agreed to give to, or may give to, changed. Please read what it says now.',
    'match.pledged': 'A donor pledged to it. A coordinator looks at the pledge first.',
    'match.rescinded': 'The match was taken back. The reason stands on its page.',
    'match.restored': 'What had ended is back. Your pledge waits for a coordinator to review it again.',
    'match.reviewed': 'A coordinator put this match before you: your agreement is asked for.',
    'match.surplus':
      'Others were quicker: your pledge is for more than the item still needs. What is left over can go to another need or to a fund.',
    'match.superseded': 'The match ended before both sides had agreed. The reason stands on its page.',
    'offer.agreed': 'Your offer became an agreement with a fund.',
    'offer.expired': 'Your offer has run out.',
    'offer.match-ended':
      'A match of your offer ended before both sides had agreed. What it would have given is free again.',
    'offer.returned': 'The agreement that your offer became came to nothing: it is open again.',
    'offer.running-out': 'Your offer runs out soon. Give it a later last day if it still stands.',
    'offer.unpublished': 'A colleague made your organization’s offer a draft again: nobody else sees it.',
    'offer.withdrawn': 'A colleague withdrew your organization’s offer. What is committed of it stays so.',
    'waiting.needs': 'Needs that wait to be taken up: {waiting}',
    'waiting.matches': 'Matches that wait for review: {waiting}',
    'waiting.imported':
      'Needs that were brought in or changed for your State, which has not said since who sees them: {waiting}. Its point of contact does so on the page of each.',
  },
};

const INBOX_MAIL_TEXTS: Readonly<Record<string, InboxMailTexts>> = { en: ENGLISH };

/** In the language of its reader where there are words in it, else in English. Each line leads to what it is about. */
export function inboxMail(letter: Letter, publicUrl: string): { subject: string; text: string } {
  const texts = INBOX_MAIL_TEXTS[letter.language] ?? ENGLISH;
  const lines = letter.lines.map((line) => {
    const says = filled(texts.kinds[line.kind], { waiting: String(line.waiting) });
    return `- ${line.title === null ? '' : `${oneLine(line.title)}: `}${says}\n  ${publicUrl}${pathOf(line, letter.area)}`;
  });
  if (letter.more > 0) lines.push(filled(texts.more, { count: String(letter.more) }));
  const values = {
    name: letter.name,
    role: roleIn(letter.language, letter.role),
    organization: letter.organization,
    lines: lines.join('\n\n'),
    inbox: `${publicUrl}/inbox`,
    account: `${publicUrl}/account#preferences`,
  };
  return { subject: texts.subject, text: filled(texts.text, values) };
}

function pathOf({ kind, needId, matchId, offerId, organizationId }: LetterLine, area: string | null): string {
  if (kind === 'waiting.needs') return '/needs?state=submitted';
  if (kind === 'waiting.matches') return '/matches?state=suggested';
  if (kind === 'waiting.imported') return `/needs?view=all&state=published&area=${area}`;
  if (organizationId !== null) return `/organizations/${organizationId}#contacts`;
  // Its match opens to the State with the review; until then the pledge stands on the page of its need.
  if (matchId !== null && kind !== 'match.pledged') return `/matches/${matchId}`;
  return needId === null ? `/offers/${offerId}` : `/needs/${needId}`;
}

const oneLine = (words: string) => words.replace(/\s+/g, ' ').trim();

const filled = (template: string, values: Readonly<Record<string, string>>) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
