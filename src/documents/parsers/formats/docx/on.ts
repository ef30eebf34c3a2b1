/** Whether a switch of WordprocessingML is on: one that is there without a value is. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !/^(?:0|false|off)$/.test(value);
}
