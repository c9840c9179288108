/** A moment as a schedule sees it. */
export interface LocalTime {
  /** Sunday is 0. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

/** Tells the local time of a moment in any zone of the IANA database. */
export interface WallClock {
  at(timezone: string): LocalTime;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const formats = new Map<string, Intl.DateTimeFormat>();

/** The clock at `seconds` after the epoch; nothing reads the machine's own. */
export function wallClockAt(seconds: number): WallClock {
  return {
    at: timezone => {
      const parts = formatOf(timezone).formatToParts(seconds * 1000);
      const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find(one => one.type === type)?.value ?? '';
      return {
        weekday: DAYS.indexOf(part('weekday')),
        hour: Number(part('hour')) % 24,
        minute: Number(part('minute')),
      };
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  formats.set(timeZone, format);
  return format;
}
