// What Linux tells of workerd's process: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
import { readdirSync, readFileSync } from "node:fs";

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own clock. */
const msPerTick = 10;

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** The fields of `stat` after the name, which may hold spaces: [0] is the state, the third field of the manual page. */
const statOf = (pid: number): string[] => {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
};

const parentOf = (pid: number): number => Number(statOf(pid)[1] ?? 0);

const descendsFrom = (pid: number, ancestor: number): boolean => {
  for (let at = pid, steps = 0; at > 1 && steps < 20; at = parentOf(at), steps++) if (at === ancestor) return true;
  return false;
};

/** Every workerd that `ancestor` has started, itself or through others; none where there is no /proc. */
export const findWorkerds = (ancestor: number): number[] => {
  const running = process.platform === "linux" ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  return running
    .map(Number)
    .filter((pid) => read(`/proc/${pid}/comm`).startsWith("workerd") && descendsFrom(pid, ancestor));
};

/** The one workerd that `ancestor` has started. Throws where there is none. */
export const findWorkerd = (ancestor: number): number => {
  const [found] = findWorkerds(ancestor);
  if (found === undefined) throw new Error("workerd was not found: its time and memory are read from Linux's /proc.");
  return found;
};

/** Milliseconds of CPU that a process has used, of all its threads, its own and the system's for it. */
export const cpuMs = (pid: number): number => {
  const stat = statOf(pid);
  return (Number(stat[11]) + Number(stat[12])) * msPerTick;
};

/** Milliseconds since a process was started. */
export const ageMs = (pid: number): number =>
  Number(read("/proc/uptime").split(" ")[0]) * 1000 - Number(statOf(pid)[19]) * msPerTick;

/** Megabytes of memory that a process holds. */
export const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN) / 1024;
