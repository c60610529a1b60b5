/** How a name of the definitions is written in the settings that are one for each name: dashes are `_`. */
export function settingMember(name: string): string {
  return name.replaceAll('-', '_');
}
