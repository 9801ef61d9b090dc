/** What bounds of hostile input are measured in: processor time, which does not grow because a machine is busy. */
declare const process: { cpuUsage: () => { user: number; system: number } }

/** Returns the milliseconds of processor time that this process has used. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
