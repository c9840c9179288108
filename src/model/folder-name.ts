/** Names that Windows keeps for devices, in any case and with any extension: no folder or file there can have them. */
export const DEVICES = String.raw`(?:con|prn|aux|nul|com\d|lpt\d)`;

const DEVICE = new RegExp(`^${DEVICES}$`);

/** Whether a name of the language, which has no dots and no capitals, is one that Windows keeps for a device. */
export function isDevice(name: string): boolean {
  return DEVICE.test(name);
}
