// Duplicate: the database's word for what must be in one row only, and is in another already (PostgreSQL's unique_violation).

export const isDuplicate = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '23505'
