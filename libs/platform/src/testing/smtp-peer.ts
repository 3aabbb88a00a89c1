import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body as they came, lines ended by `\n`, dots unstuffed. */
  readonly source: string;
}

/** As much of an SMTP server as one message needs (RFC 5321). It keeps what it took. */
export class SmtpPeer {
  readonly received: Received[] = [];
  /** What it answers to a command in place of its usual answer, by the first word: `RCPT` → `550 5.1.1 who?`. */
  readonly answers = new Map<string, string>();
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.talk(socket));

  /** Returns the URL for the mailer. */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private talk(socket: Socket): void {
    let envelope: { from: string; to: string[] } = { from: '', to: [] };
    let data: string[] | null = null;
    const usual: Readonly<Record<string, () => string>> = {
      EHLO: () => '250 peer',
      MAIL: () => '250 sender',
      RCPT: () => '250 reader',
      DATA: () => '354 go on',
      QUIT: () => '221 bye',
    };
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket)).on('error', () => undefined);
    socket.write('220 peer\r\n');
    createInterface({ input: socket, crlfDelay: Infinity }).on('line', (line) => {
      if (data && line !== '.') return void data.push(line.replace(/^\./, ''));
      if (data) {
        this.received.push({ ...envelope, source: data.join('\n') });
        data = null;
        return void socket.write(`${this.answers.get('.') ?? '250 taken'}\r\n`);
      }
      const verb = line.slice(0, 4).toUpperCase();
      const [, address = ''] = /<(.*?)>/.exec(line) ?? [];
      if (verb === 'MAIL') envelope = { from: address, to: [] };
      if (verb === 'RCPT') envelope.to.push(address);
      const answer = this.answers.get(verb) ?? usual[verb]?.() ?? '502 unknown';
      if (verb === 'DATA' && answer.startsWith('354')) data = [];
      socket.write(`${answer}\r\n`);
      if (verb === 'QUIT') socket.end();
    });
  }
}
