// The channels of VALUES values, those of x0 first. Channel FIRST_n of the result is the first of xn, whose quad is FIRST_QUAD_n where
// all begin in one of their own (ALIGNED). Reads x0, x1, … (texels); writes y.
#include "networks/layout"
float value(int channel, int x, int row) {
#for v in 0..VALUES
  if (channel < FIRST_{v} + CHANNELS_{v}) { ivec2 at = split(channel - FIRST_{v}, 4); return pick(fetch_x{v}(ivec2(at.x * WIDTH + x, row)), at.y); }
#end
  return 0.0;
}
vec4 values(int quad, int x, int row) {
#for v in 0..VALUES
  if (quad < FIRST_QUAD_{v} + QUADS_{v}) { return fetch_x{v}(ivec2((quad - FIRST_QUAD_{v}) * WIDTH + x, row)); }
#end
  return vec4(0.0);
}
void main() {
  ivec2 column = split(fragment().x, WIDTH);
  int row = fragment().y;
#if ALIGNED
  y = values(column.x, column.y, row);
#else
  int first = 4 * column.x;
  y = vec4(value(first, column.y, row), value(first + 1, column.y, row), value(first + 2, column.y, row), value(first + 3, column.y, row));
#endif
}
