// Refreshing once: calls that find the same token expired share one refresh (RFC 6749 §6, RFC 9700 §4.14.2).

/** A call that was under way with the old cookie may come a moment late, and gets the same answer. */
const rememberedMillis = 10_000

/**
 * Five calls of a page, or two tabs with one cookie, cause one refresh here. Two processes of the backend may still send
 * the same token twice: Countersign then gives both the same successor, so no lock between them is needed.
 */
export const refreshingOnce = <T>(refresh: (refreshToken: string) => Promise<T>) => {
  const running = new Map<string, Promise<T>>()
  return (refreshToken: string): Promise<T> => {
    const known = running.get(refreshToken)
    if (known !== undefined) return known
    const started = refresh(refreshToken)
    running.set(refreshToken, started)
    const forget = () => running.delete(refreshToken)
    // After a failure the next call may try again.
    started.then(() => setTimeout(forget, rememberedMillis).unref(), forget)
    return started
  }
}
