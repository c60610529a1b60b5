/** Who is looking: a viewer may look, an operator may also act. The name of the role is the name to log in with. */
export const roles = ['viewer', 'operator'] as const;
export type Role = (typeof roles)[number];

/** Whether `role` may do what needs `needed`. */
export function mayAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
