import { domainError } from '../../protocol/errors.ts';
import { checkQuery } from './search.rule.ts';

/** Which of the hits, counted from the best, are wanted. */
export type Page = { limit: number; offset: number };

/** @returns the query as it is searched for @throws DomainError INVALID at `query` */
export function queryArgument(input: string): string {
  const checked = checkQuery(input);
  if ('fault' in checked) throw domainError('INVALID', 'query', checked.fault);
  return checked.query;
}
