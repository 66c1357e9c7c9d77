import { pino } from 'pino';

export type Logger = pino.Logger;

export type LogOptions = { level: string; format: 'json' | 'text' };

export function createLog(options: LogOptions): Logger {
  return pino({ level: options.level });
}
