import { pino } from 'pino';
import type { Config } from './config.ts';
import { redact, scrub, serializers } from './log-secrets.ts';

export type Logger = pino.Logger;

type Stream = { write(text: string): unknown; isTTY?: boolean };

/**
 * The service's log: one JSON object per line, or lines for a person's eyes where `out` is a terminal.
 * Written synchronously, so that the last words of a dying process are not lost.
 */
export function createLog(
  config: Pick<Config, 'logLevel' | 'logFormat'>,
  out: Stream = process.stdout,
): Logger {
  const asText = config.logFormat === 'text' || (config.logFormat === 'auto' && out.isTTY === true);
  const options: pino.LoggerOptions = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact,
    serializers,
  };
  const write = (line: string): unknown => {
    const clean = scrub(line);
    return out.write(asText ? asTextLine(clean) : clean);
  };
  return pino(options, { write });
}

/** `22:31:05 warn  message  key=value`, with the stack of an error beneath it. Times are UTC. */
function asTextLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const values = Object.entries(rest).map(([key, value]) => `  ${key}=${asWord(value)}`);
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : '';
  return `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${asWord(msg ?? '')}${values.join('')}${stack}\n`;
}

function asWord(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
