export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS. */
  readonly implicitTls: boolean;
  /** Without TLS nothing is sent: mails carry links that open accounts. */
  readonly requireTls: boolean;
  readonly login: { readonly user: string; readonly pass: string } | null;
}

/** As an error message shows it. */
export const SMTP_URL_FORM = 'smtps://user:password@host or smtp://user:password@host:587';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;
const PORTS: Readonly<Record<string, number>> = { 'smtps:': 465, 'smtp:': 587 };

/** What an URL names; null when it is none of ours. `?tls=no` is for a server in a network that is trusted. */
export function parseSmtpUrl(text: string): SmtpServer | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const port = PORTS[url?.protocol ?? ''];
  if (!url || port === undefined || url.hostname === '' || !['', '/'].includes(url.pathname)) return null;
  const options = [...url.searchParams];
  const withoutTls = options.some(([name, value]) => name === 'tls' && value === 'no');
  if (options.length > (withoutTls ? 1 : 0)) return null;
  const implicitTls = url.protocol === 'smtps:';
  if (implicitTls && withoutTls) return null;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || port,
    implicitTls,
    requireTls: !implicitTls && !withoutTls && !LOOPBACK.test(url.hostname),
    login: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : null,
  };
}
