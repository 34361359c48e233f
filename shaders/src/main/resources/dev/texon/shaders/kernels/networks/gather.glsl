// Draws a mini-batch from the atlas: sample n of the batch is the one that the order names, its values counted as in reshape and packed
// four a texel. Reads order and sheet0, …, of SHEETS, the atlas (texels), uniforms of sample_index; writes x.
#include "networks/layout"
#include "networks/sample_index"
#slot store
vec4 fetch_sheet(int sheet, ivec2 at) {
#for s in 0..SHEETS - 1
  if (sheet == {s}) { return fetch_sheet{s}(at); }
#end
  return fetch_sheet{SHEETS - 1}(at);
}
vec4 packed_values(int which, int i) {
  ivec2 sheet = split(which, TILES_ACROSS * TILES_DOWN);
  ivec2 tile = split(sheet.y, TILES_ACROSS);
  ivec2 within = split(i, TILE_WIDTH);
  return fetch_sheet(sheet.x, ivec2(tile.y * TILE_WIDTH + within.y, tile.x * TILE_HEIGHT + within.x));
}
float packed_value(int which, int i) {
  ivec2 at = split(i, 4);
  return pick(packed_values(which, at.x), at.y);
}
void main() {
  ivec2 column = split(fragment().x, WIDTH);
  ivec2 row = split(fragment().y, HEIGHT);
  int which = sample_index(row.x);
  int at = FIRST_VALUE + (row.y * WIDTH + column.y) * CHANNELS + 4 * column.x;
#if ALIGNED
  x = store(packed_values(which, split(at, 4).x));
#else
  vec4 there = present(column.x, CHANNELS);
  x = store(vec4(packed_value(which, at), there.g > 0.5 ? packed_value(which, at + 1) : 0.0,
      there.b > 0.5 ? packed_value(which, at + 2) : 0.0, there.a > 0.5 ? packed_value(which, at + 3) : 0.0));
#endif
}
