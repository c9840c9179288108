/** Says at which moments something that happens every `interval` seconds happens, the first one at once. */
export function ticks(interval: number, first = 0): (now: number) => boolean {
  let next = first;
  return now => {
    if (now < next) return false;
    next += interval * (1 + Math.floor((now - next) / interval));
    return true;
  };
}
