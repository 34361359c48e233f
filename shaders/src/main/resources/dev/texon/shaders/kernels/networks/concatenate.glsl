// The channels of several values, those of x0 first. Channel FIRST_n of the result is the first of xn, whose quad is FIRST_QUAD_n where
// all begin in one of their own (ALIGNED). Reads x0, x1, ... (texels); writes y.
float value(int channel, int x, int row) {
  if (channel < FIRST_@ + CHANNELS_@) { ivec2 at = split(channel - FIRST_@, 4); return pick(fetch_x@(ivec2(at.x * WIDTH + x, row)), at.y); }
  return 0.0;
}
vec4 values(int quad, int x, int row) {
  if (quad < FIRST_QUAD_@ + QUADS_@) { return fetch_x@(ivec2((quad - FIRST_QUAD_@) * WIDTH + x, row)); }
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
