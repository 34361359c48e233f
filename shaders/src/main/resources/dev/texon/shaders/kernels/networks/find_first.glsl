// Keeps the first finding of all: the one before, or that of the rows of one pass. Reads before, rows (texels); uniform vec2 where:
// number of the pass and of the step; writes found: a texel of kind, column in parts and pass, one of the row and the step's remainder
// in parts, and one of the step's quotient in parts.
#include "networks/parts"
void main() {
  vec4 first = vec4(0.0);
  float row = 0.0;
  for (int i = 0; i < HEIGHT; i++) {
    vec4 one = fetch_rows(ivec2(0, i));
    if (first.r == 0.0 && one.r > 0.0) {
      first = vec4(one.rgb, where.x);
      row = float(i);
    }
  }
  vec2 step_parts = parts(where.y);
  int texel = fragment().x;
  vec4 now = texel == 0 ? first : texel == 1 ? vec4(parts(row), step_parts.x, 0.0) : vec4(parts(step_parts.y), 0.0, 0.0);
  found = fetch_before(ivec2(0, 0)).r > 0.0 ? fetch_before(fragment()) : first.r > 0.0 ? now : vec4(0.0);
}
