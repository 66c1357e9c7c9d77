import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createMail } from '../../src/mail/mail.ts';

/** A mail server as small as they come, which keeps what is said to it; it takes no recipient that is named refused. */
async function mailServer(): Promise<{ url: string; said: string[] }> {
  const said: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    socket.write('220 test ESMTP\r\n');
    socket.on('data', (part) => {
      for (const line of part.toString().split('\r\n').slice(0, -1)) {
        said.push(line);
        if (inData && line !== '.') continue;
        inData = line === 'DATA';
        if (line.startsWith('RCPT TO:<refused')) socket.write('550 no such user\r\n');
        else if (line === 'QUIT') socket.end('221 bye\r\n');
        else socket.write(inData ? '354 go on\r\n' : '250 ok\r\n');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, said };
}

it('mail goes through a server, and a refusal comes back', async () => {
  const { url, said } = await mailServer();
  const mail = createMail({ url, from: 'Demarche <hello@example.org>' }, 'ignored.example');
  await mail.send({
    to: 'aiko@example.org',
    subject: 'A new password',
    text: 'Here: https://example.org/x\n',
  });
  expect(said).toEqual(
    expect.arrayContaining(['MAIL FROM:<hello@example.org>', 'RCPT TO:<aiko@example.org>']),
  );
  expect(said).toEqual(expect.arrayContaining(['Subject: A new password', 'Here: https://example.org/x']));
  await expect(mail.send({ to: 'refused@example.org', subject: 'x', text: 'x' })).rejects.toThrow('550');
});

it('mail names its sender by the host where no other is said', async () => {
  const { url, said } = await mailServer();
  await createMail({ url, from: undefined }, 'demarche.example.org').send({
    to: 'a@example.org',
    subject: 'x',
    text: 'x',
  });
  expect(said).toContain('MAIL FROM:<demarche@demarche.example.org>');
});
