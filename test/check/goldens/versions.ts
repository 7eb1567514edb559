/** A version of a plane: `exec-1.0`. */
export interface PlaneVersion {
  readonly plane: string
  readonly major: number
  readonly minor: number
}

const FOLDER = /^(?<plane>[a-z]+)-(?<major>\d+)\.(?<minor>\d+)$/

export const folderName = ({ plane, major, minor }: PlaneVersion): string => `${plane}-${major}.${minor}`

/** The version that a folder is named after; undefined for another name. */
export const versionOf = (folder: string): PlaneVersion | undefined => {
  const groups = FOLDER.exec(folder)?.groups
  return groups?.plane === undefined ? undefined : { plane: groups.plane, major: Number(groups.major), minor: Number(groups.minor) }
}

/** Versions that have to stay in the tree beside `present`: every minor of its major, and something of the major before. */
export const lostVersions = (present: PlaneVersion, kept: readonly PlaneVersion[]): readonly string[] => {
  const { plane, major } = present
  const minors = Array.from({ length: present.minor + 1 }, (_, minor) => ({ plane, major, minor }))
  const names = new Set(kept.map(folderName))
  const lost = minors.map(folderName).filter((name) => !names.has(name))
  const hasEarlier = major <= 1 || kept.some((version) => version.plane === plane && version.major === major - 1)
  return hasEarlier ? lost : [...lost, `${plane}-${major - 1}.x`]
}
