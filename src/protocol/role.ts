/** What a member of a project may do there, each including those before it. */
export const ROLES = ['VIEWER', 'CODER', 'EDITOR', 'OWNER'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role, if there is one, includes another. */
export function includes(role: Role | null | undefined, needed: Role): boolean {
  return role != null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
