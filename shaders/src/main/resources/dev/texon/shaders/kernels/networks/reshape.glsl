// The same values, counted row by row, place by place, channel by channel, in another shape. Reads values (texels)
// and what the epilogue needs; writes y.
#include "networks/layout"
#slot epilogue
vec4 fetch_group(int n, int place, int group) {
  ivec2 p = split(place, IN_WIDTH);
  return fetch_values(ivec2(group * IN_WIDTH + p.y, n * IN_HEIGHT + p.x));
}
float value(int n, int i) {
  ivec2 at = split(i, IN_CHANNELS);
  ivec2 c = split(at.y, 4);
  return pick(fetch_group(n, at.x, c.x), c.y);
}
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  int first = (row.y * OUT_WIDTH + column.y) * OUT_CHANNELS + 4 * column.x;
#if ALIGNED
  ivec2 at = split(first, IN_CHANNELS);
  vec4 v = fetch_group(row.x, at.x, split(at.y, 4).x);
#else
  vec4 there = present(column.x, OUT_CHANNELS);
  vec4 v = vec4(value(row.x, first), there.g > 0.5 ? value(row.x, first + 1) : 0.0, there.b > 0.5 ? value(row.x, first + 2) : 0.0,
      there.a > 0.5 ? value(row.x, first + 3) : 0.0);
#endif
  y = epilogue(v, column.x);
}
