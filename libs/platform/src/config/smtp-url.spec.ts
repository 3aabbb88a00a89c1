import { parseSmtpUrl } from './smtp-url.js';

describe('parseSmtpUrl', () => {
  it.each([
    ['smtps://u:p%40@mail.example.org', { port: 465, implicitTls: true, login: { user: 'u', pass: 'p@' } }],
    ['smtp://u:p@mail.example.org', { port: 587, implicitTls: false, requireTls: true }],
    ['smtp://relay:25?tls=no', { host: 'relay', port: 25, requireTls: false, login: null }],
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, requireTls: false }],
    ['smtp://[::1]:1025', { host: '::1', requireTls: false }],
  ])('reads %s', (url, expected) => expect(parseSmtpUrl(url)).toMatchObject(expected));

  it.each([
    '',
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://h/x',
    'smtp://h?tls=maybe',
    'smtps://h?tls=no',
  ])('takes no %j', (url) => expect(parseSmtpUrl(url)).toBeNull());
});
