// Loaded into each process that the start script runs: when the script is gone (killed, so that it could stop nobody), the
// process ends too, and the next start finds its ports free.
const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 5_000).unref();
}, 300).unref();
