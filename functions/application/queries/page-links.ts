/** What paging needs of the outside: a signature that only this product can make. */

export interface PageLinks {
  /** A signature in characters that a URL carries as they are. */
  sign(text: string): string;
  /** Whether `signature` was made for exactly this text, character by character. */
  verify(text: string, signature: string): boolean;
}
