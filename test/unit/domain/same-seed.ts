/** For mutation runs alone: the same cases each time, and no search for a smaller one. */
import * as fc from "fast-check";

fc.configureGlobal({ seed: 20_261_121, endOnFailure: true });
