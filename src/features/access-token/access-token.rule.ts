import type { FaultList } from '../../protocol/errors.ts';
import { TOKEN_DAYS_MAX, TOKEN_NAME_MAX, TOKEN_PROJECTS_MAX } from '../../protocol/limits.ts';
import { checkDays } from '../days.rule.ts';
import { line } from '../text.rule.ts';

export type CreateTokenInput = {
  name: string;
  /** By slug or global id; none given: all projects of the account, those of later too. */
  projects?: readonly string[] | null;
  write?: boolean | null;
  /** None given: it holds until it is revoked. */
  expiresInDays?: number | null;
};

/** What an input says of a new token, but for its projects, which have to be found. */
export function checkToken(faults: FaultList, input: CreateTokenInput) {
  const { projects } = input;
  if (projects?.length === 0) faults.add('projects', 'Name at least one project, or leave it out for all.');
  if (projects && projects.length > TOKEN_PROJECTS_MAX)
    faults.add('projects', `A token is narrowed to at most ${TOKEN_PROJECTS_MAX} projects.`, 'LIMIT');
  return {
    name: line(faults, 'name', input.name, TOKEN_NAME_MAX),
    mayWrite: input.write ?? false,
    allProjects: !projects,
    days: checkDays(faults, 'expiresInDays', input.expiresInDays, TOKEN_DAYS_MAX),
  };
}
