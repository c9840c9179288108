/** Messages a second over 90 minutes, for 2 to 10 replicas that each do 50 a second and take 45 s to start. */
export const FIVE_LOADS = {
  A: { what: '105/s, a little more than two replicas do', arrivals: (_at: number) => 105 },
  B: { what: '400/s for 10 minutes, then 80/s', arrivals: (at: number) => (at >= 300 && at < 900 ? 400 : 80) },
  C: { what: '1000/s for a minute, then 80/s', arrivals: (at: number) => (at >= 300 && at < 360 ? 1000 : 80) },
  D: {
    what: '80/s to 450/s over half an hour',
    arrivals: (at: number) => Math.min(450, 80 + (Math.max(0, at - 300) * 370) / 1800),
  },
  E: { what: '450/s, and nothing after 40 minutes', arrivals: (at: number) => (at < 2400 ? 450 : 0) },
} as const;

export const SECONDS = 5400;
export const PER_REPLICA = 50;
export const COLD_START = 45;
export const MIN = 2;
