import { defaultDataFolder } from './db/embedded/folder.ts';

export type Config = {
  port: number;
  host: string;
  databaseUrl: string | undefined;
  dataDir: string;
};

export function readConfig(env: NodeJS.ProcessEnv): Config {
  return { port: Number(env['PORT'] ?? 4000), host: env['HOST'] ?? '127.0.0.1', databaseUrl: env['DATABASE_URL'], dataDir: env['DATA_DIR'] ?? defaultDataFolder() };
}
