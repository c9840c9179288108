// Loaded by the bench in front of a command: the kilobytes that the process had resident at most, and its
// microseconds of processor time.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(kilobytes()));
  if (process.env.PROCESSOR_TIME_FILE === undefined) return;
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.PROCESSOR_TIME_FILE, String(user + system));
});

function kilobytes() {
  try {
    // What Linux adds up in maxRSS begins with the memory of the process that started this one.
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
