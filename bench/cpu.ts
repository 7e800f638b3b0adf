/** Time as the processor spends it: what other programs take of the machine meanwhile is not in it. */

/** Microseconds that this thread computes during `work`, its garbage collection included; not its waiting. */
export async function threadMicros(work: () => void | Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}

/** Microseconds that the whole process computes during `work`, on all its threads. */
export async function processMicros(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
