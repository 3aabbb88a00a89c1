import { transformFileSync } from '@swc/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { discardEmbedded, findRunning, joinOrOpen, openEmbedded } from './embedded-database.js';
import { FolderOwnership, ownerOf } from './folder-lock.js';
import { DataFolderInUse, EmbeddedError } from './problem.js';
import { processStamp } from './process-stamp.js';

const root = fs.mkdtempSync(join(tmpdir(), 'clearing embedded '));
fs.chmodSync(root, 0o755);
const children: ChildProcess[] = [];
let folders = 0;
const freshFolder = () => join(root, `data folder ${(folders += 1)}`);
/** What a user's shell may hold for other servers. */
const LIBPQ = { PGSSLMODE: 'require', PGOPTIONS: '-c no_such=1', PGCLIENTENCODING: 'LATIN1' };
const options = (dataFolder: string) => ({ dataFolder, holder: 'test', lasting: true, forTests: true });

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  fs.rmSync(root, { recursive: true, force: true });
});

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** An owner of its own, so that it can be killed: the same files, compiled. */
async function ownerProcess(dataFolder: string): Promise<ChildProcess> {
  const compiled = join(root, 'compiled');
  if (!fs.existsSync(compiled)) {
    fs.mkdirSync(compiled);
    fs.writeFileSync(join(compiled, 'package.json'), '{ "type": "module" }');
    fs.symlinkSync(join(process.cwd(), 'node_modules'), join(compiled, 'node_modules'));
    const source = join(process.cwd(), 'libs/platform/src/embedded');
    for (const name of fs.readdirSync(source).filter((file) => !file.includes('spec'))) {
      const { code } = transformFileSync(join(source, name), {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      fs.writeFileSync(join(compiled, name.replace(/\.ts$/, '.js')), code);
    }
  }
  const script = `
    import { openEmbedded } from ${JSON.stringify(join(compiled, 'embedded-database.js'))};
    await openEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, holder: 'npm start', lasting: true, forTests: true });
    process.send('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    cwd: root,
  });
  children.push(child);
  const outcome = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (outcome[0] !== 'ready') throw new Error(`The owner ended with ${String(outcome[0])}.`);
  return child;
}

const serverPid = (dataFolder: string) => {
  const { cluster } = JSON.parse(fs.readFileSync(join(dataFolder, 'database.json'), 'utf8')) as { cluster: string };
  const file = fs.readFileSync(join(dataFolder, cluster, 'data', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
};

describe('the embedded database', () => {
  it('starts in a path with spaces, gives two roles their rights, keeps its data and leaves nothing running', async () => {
    const folder = freshFolder();
    Object.assign(process.env, LIBPQ);
    const first = await openEmbedded(options(folder));
    await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await expect(ask(first.appUrl, 'SELECT * FROM kept')).rejects.toThrow('permission denied for table kept');
    await expect(ask(first.appUrl, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied for schema public');
    await expect(ask(first.appUrl.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      'password authentication',
    );
    expect(
      await ask(first.ownerUrl, 'SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user'),
    ).toEqual([{ rolsuper: false, rolcreaterole: false }]);
    expect(fs.statSync(join(folder, 'database.json')).mode & 0o777).toBe(0o600);
    const pid = serverPid(folder);
    await first.stop();
    expect(processStamp(pid)).toBeNull();
    expect(ownerOf(folder)).toBeNull();

    const second = await openEmbedded(options(folder));
    expect(await ask(second.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();

    const third = await openEmbedded({ ...options(folder), reset: true });
    await expect(ask(third.ownerUrl, 'SELECT answer FROM kept')).rejects.toThrow('does not exist');
    await third.stop();
  });

  it('lets no command make a data folder', async () => {
    const typo = freshFolder();
    const joining = joinOrOpen({ dataFolder: typo, holder: 'command', lasting: false });
    await expect(joining).rejects.toThrow(`${typo} is not a data folder of the clearing house`);
    expect(fs.existsSync(typo)).toBe(false);
  });

  it('resets no folder that it never used', async () => {
    const folder = freshFolder();
    const theirs = join(folder, 'files', 'thesis.txt');
    fs.mkdirSync(dirname(theirs), { recursive: true });
    fs.writeFileSync(theirs, 'years of work');
    await expect(openEmbedded({ ...options(folder), reset: true })).rejects.toThrow('would delete files in it');
    expect(fs.readFileSync(theirs, 'utf8')).toBe('years of work');
  });

  it('has one owner: a second is refused, a command joins', async () => {
    const folder = freshFolder();
    expect(findRunning(folder)).toBeNull();
    const owner = await openEmbedded(options(folder));
    expect(findRunning(folder)).toBeNull();
    owner.announceReady();
    await expect(openEmbedded(options(folder))).rejects.toThrow(DataFolderInUse);
    Object.assign(process.env, LIBPQ);
    const guest = await joinOrOpen({ dataFolder: folder, holder: 'command', lasting: false });
    expect(await ask(guest.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(guest.appUrl).toBe(owner.appUrl);
    await guest.stop();
    expect(await ask(owner.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await owner.stop();
  });

  it('tells a command whose owner runs on a database of its own what it lacks', async () => {
    const owner = await FolderOwnership.take(options(freshFolder()));
    owner.announceReady();
    const joining = joinOrOpen({ dataFolder: owner.dataFolder, holder: 'command', lasting: false, waitMs: 20_000 });
    await expect(joining).rejects.toThrow('Give this command the same DATABASE_URL');
    owner.release();
  });

  // Only root's server runs as another user, who may be shut out of the data folder.
  if (process.getuid?.() === 0) {
    it('does not take the database of a copied folder for its own, and resets the copy alone', async () => {
      const closed = freshFolder();
      fs.mkdirSync(closed, { recursive: true, mode: 0o700 });
      const [folder, copy] = [join(closed, 'data'), join(closed, 'copy')];
      const first = await openEmbedded(options(folder));
      await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await first.stop();
      fs.cpSync(folder, copy, { recursive: true });
      await expect(openEmbedded(options(copy))).rejects.toThrow(`is a copy of ${folder}`);
      await (await openEmbedded({ ...options(copy), reset: true })).stop();

      fs.renameSync(folder, `${folder}-moved`);
      const moved = await openEmbedded(options(`${folder}-moved`));
      expect(await ask(moved.ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      await moved.stop();
      for (const each of [copy, `${folder}-moved`]) await discardEmbedded(each);
    });
  }

  it('lets a command wait for another command and then run the database itself', async () => {
    const folder = freshFolder();
    const said: string[] = [];
    const first = await openEmbedded({ ...options(folder), holder: 'npm run cli', lasting: false });
    setTimeout(() => void first.stop(), 500);
    const onProgress = (sentence: string) => said.push(sentence);
    const second = await joinOrOpen({
      dataFolder: folder,
      holder: 'second',
      lasting: false,
      waitMs: 20_000,
      onProgress,
    });
    expect(said).toEqual([expect.stringContaining('Waiting for "npm run cli"')]);
    expect(await ask(second.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('takes over the server that a killed owner left running', async () => {
    const folder = freshFolder();
    const killed = await ownerProcess(folder);
    const left = serverPid(folder);
    await expect(openEmbedded(options(folder))).rejects.toThrow(`"npm start" (process ${killed.pid})`);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(processStamp(left)).not.toBeNull();
    const next = await openEmbedded(options(folder));
    expect(serverPid(folder)).toBe(left);
    expect(await ask(next.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
    expect(processStamp(left)).toBeNull();
  });

  it('notices a killed server, and starts again after it', async () => {
    const folder = freshFolder();
    const first = await openEmbedded(options(folder));
    process.kill(serverPid(folder), 'SIGKILL');
    await first.lost;
    await first.stop();
    const second = await openEmbedded(options(folder));
    expect(await ask(second.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('is not misled by numbers of processes that were given to others', async () => {
    const folder = freshFolder();
    await (await openEmbedded(options(folder))).stop();
    const { cluster } = JSON.parse(fs.readFileSync(join(folder, 'database.json'), 'utf8')) as { cluster: string };
    const stale = join(folder, cluster, 'data', 'postmaster.pid');
    fs.writeFileSync(stale, `${process.pid}\n${folder}\n0\n5432\n\n127.0.0.1\n1 1\nready\n`);
    const owner = {
      pid: process.pid,
      stamp: 'another life',
      holder: 'npm start',
      lasting: true,
      ready: true,
      nonce: 'n',
    };
    fs.writeFileSync(join(folder, 'owner.lock'), JSON.stringify(owner));
    expect(findRunning(folder)).toBeNull();
    const next = await openEmbedded(options(folder));
    expect(await ask(next.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('begins again after an interrupted set-up', async () => {
    const folder = freshFolder();
    await (await openEmbedded(options(folder))).stop();
    const { cluster } = JSON.parse(fs.readFileSync(join(folder, 'database.json'), 'utf8')) as { cluster: string };
    fs.renameSync(join(folder, cluster, 'data'), join(folder, cluster, 'data.new'));
    const next = await openEmbedded(options(folder));
    expect(await ask(next.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('says in a sentence what is wrong with the folder', async () => {
    const file = join(root, 'a file');
    fs.writeFileSync(file, '');
    await expect(openEmbedded(options(file))).rejects.toThrow('is not a folder');
    await expect(openEmbedded(options('/proc/clearing'))).rejects.toThrow(EmbeddedError);
    const damaged = freshFolder();
    fs.mkdirSync(damaged);
    fs.writeFileSync(join(damaged, 'database.json'), '{');
    await expect(openEmbedded(options(damaged))).rejects.toThrow('is damaged');
    const foreign = freshFolder();
    await (await openEmbedded(options(foreign))).stop();
    fs.rmSync(join(foreign, 'database.json'));
    await expect(openEmbedded(options(foreign))).rejects.toThrow('lacks database.json');
    expect(ownerOf(foreign)).toBeNull();
  });
});
