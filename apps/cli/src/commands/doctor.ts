import { verifyChain, type ChainHead } from '#libs/audit';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import { invariants } from '../cli.module.js';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command, type Invocation } from '../command.js';
import { operator, withServices } from '../database.js';

const SHOWN_MAX = 10;

interface Check {
  readonly name: string;
  readonly meaning: string;
  /** What breaks it, in words; empty when it holds. */
  findings(tx: ReadTx): Promise<readonly string[]>;
}

const checks = (known: ChainHead | undefined): readonly Check[] => [
  ...invariants.map(({ name, meaning, sql }) => ({
    name,
    meaning,
    findings: async (tx: ReadTx) => (await tx.query<{ what: string }[]>(sql)).map(({ what }) => what),
  })),
  {
    name: 'audit.chain',
    meaning: 'No sealed entry of the audit log was edited, removed, added or moved.',
    findings: async (tx: ReadTx) => (await verifyChain(tx, { known })).faults,
  },
];

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Checks everything that must never be false on the live database.',
  usage: [
    'doctor [options]',
    '',
    'Prints a line per invariant and what breaks it; exit code 1 when anything is broken. Reads only.',
    '',
    '  --sealed SEQ:HASH    an end of the audit chain that a worker wrote into its log: the chain must still hold it',
    ...DATABASE_USAGE,
  ],
  options: { ...DATABASE_OPTIONS, sealed: { type: 'string' } },
  positionals: { min: 0, max: 0 },

  async run(invocation) {
    const all = checks(sealedHead(invocation));
    return withServices(invocation, async (services) => {
      const uow = services.get(UnitOfWork);
      let broken = 0;
      for (const check of all) {
        const findings = await uow.read(operator(), (tx) => check.findings(tx));
        if (findings.length > 0) broken += 1;
        report(check, findings).forEach(invocation.print);
      }
      invocation.print(
        broken === 0 ? `All ${all.length} invariants hold.` : `${broken} of ${all.length} invariants are broken.`,
      );
      return broken === 0 ? 0 : 1;
    });
  },
};

function sealedHead({ values: { sealed } }: Invocation): ChainHead | undefined {
  if (sealed === undefined) return undefined;
  const [, seq, hash] = /^([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(String(sealed)) ?? [];
  if (!seq || !hash) throw new CommandError('--sealed must be a number, a colon and 64 hexadecimal digits.');
  return { seq, hash };
}

function report({ name, meaning }: Check, findings: readonly string[]): string[] {
  if (findings.length === 0) return [`ok      ${name}: ${meaning}`];
  const rest = findings.length - SHOWN_MAX;
  return [
    `BROKEN  ${name}: ${meaning}`,
    ...findings.slice(0, SHOWN_MAX).map((finding) => `        - ${finding}`),
    ...(rest > 0 ? [`        - … and ${rest} more`] : []),
  ];
}
