/** What the heads are sorted by. */
export type HeadSort = 'layer' | 'pattern' | 'agreement' | 'effect';

/** A figure of each head beside its picture: agreement with occlusion, or what hiding it changes. */
export interface HeadFigures {
  sort: Extract<HeadSort, 'agreement' | 'effect'>;
  values: readonly (number | null)[];
}
