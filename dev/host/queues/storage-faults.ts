/** What the queue service means by its errors, as far as the listener acts on it. */

/** The queue does not exist (yet): the host tolerates that and goes on polling. */
export function isQueueMissing(error: unknown): boolean {
  return codeOf(error) === "QueueNotFound";
}

/** The message is gone or has been taken by somebody else: whatever was to be done with it is no longer ours to do. */
export function isMessageLost(error: unknown): boolean {
  return ["MessageNotFound", "PopReceiptMismatch", "QueueNotFound"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
