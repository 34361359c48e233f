// Targets that are numbers. Input labels: a row of groups for each sample, in tiles: TILE_ROWS samples a column of tiles.
vec4 target_of(int n, int group) {
  ivec2 at = split(sample_index(n), TILE_ROWS);
  return fetch_labels(ivec2(at.x * GROUPS + group, at.y));
}
