// Softmax over the channels of one row of a flat tensor z, shifted so that no exponent is positive. Constants CHANNELS, GROUPS.
float row_max(int n) {
  float m = -3.4e38;
  for (int g = 0; g < GROUPS; g++) {
    vec4 there = present(g, CHANNELS);
    vec4 z = fetch_z(ivec2(g, n));
    m = max(m, there.r > 0.5 ? z.r : -3.4e38);
    m = max(m, there.g > 0.5 ? z.g : -3.4e38);
    m = max(m, there.b > 0.5 ? z.b : -3.4e38);
    m = max(m, there.a > 0.5 ? z.a : -3.4e38);
  }
  return m;
}
float row_sum(int n, float m) {
  float sum = 0.0;
  for (int g = 0; g < GROUPS; g++) { sum += dot(row_exp(g, fetch_z(ivec2(g, n)), m), vec4(1.0)); }
  return sum;
}
// -log(softmax), which stays at 3.4e38 where its exact result is above.
vec4 row_surprise(vec4 z, float m, float sum) { return log(sum) - max(z - m, vec4(-3.4e38)); }
