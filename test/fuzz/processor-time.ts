/** What a reading costs: the time of the processor for this process alone, whatever else the machine is doing. */

export type Read = (input: string) => unknown;

/** The least of so many runs, in milliseconds. */
export async function processorMs(read: Read, input: string, runs = 2): Promise<number> {
  const costs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const before = process.cpuUsage();
    await read(input);
    // Only the sum is counted exactly; its division between the two is an estimate.
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / 1_000);
  }
  return Math.min(...costs);
}

/** Every input has the time of so many characters of a valid one. */
const LEAST_CHARACTERS = 1_000;

/** How many times as long as for a valid input the reading takes, for each character. */
export async function slowness(read: Read, input: string, valid: string): Promise<number> {
  const floor = (await processorMs(read, valid, 5)) / Math.max(valid.length, LEAST_CHARACTERS);
  const cost = (await processorMs(read, input, 5)) / Math.max(input.length, LEAST_CHARACTERS);
  return cost / floor;
}
