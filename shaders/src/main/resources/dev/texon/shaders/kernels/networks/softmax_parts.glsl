// The largest channel of each part of a row, PART groups of its CHANNELS channels, and the sum of exp(channel - largest). Reads z
// (texels); writes part: largest, sum.
void main() {
  ivec2 at = fragment();
  int first = at.x * PART;
  float m = -3.4e38;
  for (int i = 0; i < PART; i++) {
    if (first + i >= GROUPS) { break; }
    vec4 there = present(first + i, CHANNELS);
    vec4 z = there * fetch_z(ivec2(first + i, at.y)) - (1.0 - there) * 3.4e38;
    m = max(m, max(max(z.r, z.g), max(z.b, z.a)));
  }
  float sum = 0.0;
  for (int i = 0; i < PART; i++) {
    if (first + i >= GROUPS) { break; }
    sum += dot(row_exp(first + i, fetch_z(ivec2(first + i, at.y)), m), vec4(1.0));
  }
  part = vec4(m, sum, 0.0, 0.0);
}
