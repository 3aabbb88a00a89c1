// Danger: an e-mail without its link, or one that shows a placeholder.
import { ROLES } from '#libs/kernel';
import { ACCOUNT_MAIL_TEXTS, ACCOUNT_MAILS, accountMail, instantIn, MAIL_VALUES, roleIn } from './account-mails.js';

const namesIn = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();

describe.each(Object.keys(ACCOUNT_MAIL_TEXTS))('e-mails in %s', (language) => {
  it.each(ACCOUNT_MAILS)('say all that %s has to say', (kind) => {
    const { subject, text } = ACCOUNT_MAIL_TEXTS[language]!.mails[kind];
    expect(namesIn(subject + text)).toEqual([...MAIL_VALUES[kind]].sort());
    expect(subject).not.toMatch(/[\r\n]/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThan(130);
  });

  it('name every role', () => {
    for (const role of ROLES) expect(roleIn(language, role)).toMatch(/\S/);
  });
});

it('a language without texts reads English', () => {
  const values = { name: 'Ada', link: 'https://clearing.example/reset#x', minutes: '60' };
  expect(accountMail('reset', 'fr', values)).toEqual(accountMail('reset', 'en', values));
  expect(accountMail('reset', 'en', values).text).toContain('Dear Ada,');
  expect(accountMail('reset', 'en', values).text).not.toContain('{');
});

it('values are not read as texts', () => {
  expect(accountMail('reset', 'en', { name: '{link}', link: 'L', minutes: '60' }).text).toContain('Dear {link},');
});

it('instants name their zone', () => {
  expect(instantIn('en', new Date('2026-12-11T02:20:00Z'))).toBe('11 December 2026 at 02:20 UTC');
});
