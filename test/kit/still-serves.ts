import type { Service } from './service.ts';

/** @throws Error if the service does not answer somebody else as if nothing had happened */
export async function stillServes(service: Service): Promise<void> {
  const answer = await service.ask('{ projects { totalCount } }');
  if (!answer.data || answer.errors) throw new Error(`it no longer serves: ${JSON.stringify(answer)}`);
}
