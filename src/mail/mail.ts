import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';

export type Message = { to: string; subject: string; text: string };

/** Sends mail; it rejects where the server does not take it. */
export type Mail = { send(message: Message): Promise<void> };

/** Milliseconds that a mail server has for each step. */
const patience = 10_000;

/**
 * Mail as MAIL_URL says: through a server, or for trying out into a folder, a file a message.
 *
 * @param host names the sender where MAIL_FROM does not
 */
export function createMail(config: NonNullable<Config['mail']>, host: string): Mail {
  const from = config.from ?? { name: 'Demarche', address: `demarche@${host}` };
  if (new URL(config.url).protocol === 'file:') return intoFolder(fileURLToPath(config.url), from);
  const transport = createTransport(
    { url: config.url, connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    { from },
  );
  return {
    async send(message) {
      await transport.sendMail(message);
    },
  };
}

function intoFolder(folder: string, from: string | { name: string; address: string }): Mail {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from });
  return {
    async send(message) {
      const made = await transport.sendMail(message);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, `${randomUUID()}.eml`), made.message as Buffer, { mode: 0o600 });
    },
  };
}
