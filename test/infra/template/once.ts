/** Works a value out when it is first asked for. */
export function once<T>(work: () => T): () => T {
  let state: { readonly value: T } | "waiting" | "working" = "waiting";
  return () => {
    if (state === "working") throw new Error("What is asked for depends on itself.");
    if (state === "waiting") {
      state = "working";
      try {
        state = { value: work() };
      } catch (error) {
        state = "waiting";
        throw error;
      }
    }
    return state.value;
  };
}
