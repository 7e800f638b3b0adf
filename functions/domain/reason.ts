/** Why a decision came out as it did: the same words in the log, in metrics, in the API and in tests. */
export type Reason =
  /** The newest event began or ended something. */
  | "connected"
  | "disconnected"
  | "hiddenFlap"
  | "returnedWithinGrace"
  | "returned"
  | "droppedWhileRecovering"
  /** A deadline passed. */
  | "graceOver"
  | "recoveryOver"
  /** It has not dropped for long enough; or its outage has become a long one. */
  | "reused"
  | "longOutage"
  /** It has waited for what it is behind. */
  | "heldOver"
  /** Evidence learnt late. */
  | "lateOutageStanding"
  | "lateOutageOver"
  | "lateOutageDenied"
  | "filledIn"
  /** Lives. */
  | "registered"
  | "recreated"
  | "deleted"
  | "seen"
  | "registryRead"
  /** Nothing changed, and why. */
  | "duplicate"
  | "conflict"
  | "beyondWindow"
  | "formerLife"
  | "keptAside"
  | "notNewer"
  | "deadlineMoved"
  | "deadlinePast"
  | "nothingDue";
