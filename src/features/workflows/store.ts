import { openDb } from "#db/client";
import { workflows } from "#db/workflows";
import type { Position } from "#http/pages";
import { and, desc, eq, lt, or } from "drizzle-orm";

export type WorkflowRow = typeof workflows.$inferSelect;

export const insertWorkflow = async (env: Cloudflare.Env, row: WorkflowRow): Promise<void> => {
  await openDb(env).insert(workflows).values(row);
};

export const findWorkflow = async (
  env: Cloudflare.Env,
  owner: string,
  id: string,
): Promise<WorkflowRow | undefined> => {
  const [row] = await openDb(env)
    .select()
    .from(workflows)
    .where(and(eq(workflows.id, id), eq(workflows.owner, owner)));
  return row;
};

/** Own workflows, newest first, after the one named. */
export const listWorkflows = (
  env: Cloudflare.Env,
  owner: string,
  after: Position | undefined,
  most: number,
): Promise<WorkflowRow[]> => {
  const { created_at: createdAt, id } = workflows;
  const earlier = after && or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  return openDb(env)
    .select()
    .from(workflows)
    .where(and(eq(workflows.owner, owner), earlier))
    .orderBy(desc(createdAt), desc(id))
    .limit(most);
};

export const updateWorkflow = async (
  env: Cloudflare.Env,
  owner: string,
  id: string,
  change: Partial<Omit<WorkflowRow, "id" | "owner" | "created_at">>,
): Promise<void> => {
  await openDb(env)
    .update(workflows)
    .set(change)
    .where(and(eq(workflows.id, id), eq(workflows.owner, owner)));
};

/** False when there is none. */
export const deleteWorkflow = async (env: Cloudflare.Env, owner: string, id: string): Promise<boolean> => {
  const deleted = await openDb(env)
    .delete(workflows)
    .where(and(eq(workflows.id, id), eq(workflows.owner, owner)));
  return deleted.meta.changes > 0;
};

export const deleteWorkflowsOf = async (env: Cloudflare.Env, owner: string): Promise<void> => {
  await openDb(env).delete(workflows).where(eq(workflows.owner, owner));
};
