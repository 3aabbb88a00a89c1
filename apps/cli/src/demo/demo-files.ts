import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { FileStore, UnitOfWork } from '#libs/platform';

/** Keeps a text as a file that somebody sent for their organization. Returns its id. */
export async function keepText(
  services: INestApplicationContext,
  sender: Actor,
  name: string,
  text: string,
): Promise<string> {
  const files = services.get(FileStore);
  const uow = services.get(UnitOfWork);
  const content = Buffer.from(text);
  const inspected = await files.inspect(content, name);
  const file = await uow.run(sender, (tx) => files.reserve(tx, inspected, sender.organizationId));
  await files.keep(file, content);
  await uow.run(sender, (tx) => files.confirm(tx, file));
  return file.id;
}
