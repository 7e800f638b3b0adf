/** A port that somebody else listens on: the local servers say so in one sentence, with the flag that changes it. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";

  constructor(port: number, flag: string) {
    super(`Port ${port} is taken by another program: choose another with ${flag}, or 0 for a free one.`);
  }
}
