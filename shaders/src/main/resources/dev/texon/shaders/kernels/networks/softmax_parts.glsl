// The largest channel of each part of a row, PART groups of its CHANNELS channels, and the sum of exp(channel - largest). Reads z
// (texels); writes part: largest, sum.
#include "networks/layout"
#include "networks/row_exp"
void main() {
  ivec2 at = fragment();
  int first = at.x * PART;
  float m = 0.0;
  for (int i = 0; i < PART; i++) {
    if (first + i >= GROUPS) { break; }
    float top = group_max(first + i, fetch_z(ivec2(first + i, at.y)));
    m = i == 0 ? top : max(m, top);
  }
  // A part of -Inf alone has the sum 0, not NaN, since other parts of the row may have finite channels.
  float shift = is_inf(m) && m < 0.0 ? 0.0 : m;
  float sum = 0.0;
  for (int i = 0; i < PART; i++) {
    if (first + i >= GROUPS) { break; }
    sum += dot(row_exp(first + i, fetch_z(ivec2(first + i, at.y)), shift), vec4(1.0));
  }
  part = vec4(m, sum, 0.0, 0.0);
}
