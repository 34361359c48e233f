// Keeps the first finding of all: the one before, or that of the rows of one pass. Reads before, rows (texels); uniform vec2 where:
// number of the pass and of the step; writes found: a texel of kind, column, row and pass, and one of the step.
void main() {
  vec4 first = vec4(0.0);
  for (int i = 0; i < HEIGHT; i++) {
    vec4 row = fetch_rows(ivec2(0, i));
    if (first.r == 0.0 && row.r > 0.0) { first = vec4(row.r, row.g, float(i), where.x); }
  }
  vec4 later = fragment().x == 0 ? first : vec4(where.y, 0.0, 0.0, 0.0);
  found = fetch_before(ivec2(0, 0)).r > 0.0 ? fetch_before(fragment()) : first.r > 0.0 ? later : vec4(0.0);
}
