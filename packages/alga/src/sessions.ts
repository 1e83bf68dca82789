/** Maximum number of database sessions that one pod of the server opens. */
export const serverSessions = {
  /** As its own role, 50 and 20 (alga-psa packages/db/src/lib/tenant.ts, connection.ts). Each keeps its session variables. */
  role: 70,
  /** As administrator, 5 and 10, which never go through PgBouncer (alga-psa packages/db/src/lib/admin.ts; pg-boss, option `max`). */
  administrator: 15,
} as const;
