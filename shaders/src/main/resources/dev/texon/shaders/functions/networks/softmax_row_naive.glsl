// The textbook's softmax, exp(z) / sum of exp(z), for showing what it does: Inf / Inf from z = 88.8 on. Constants CHANNELS, GROUPS.
float row_max(int n) { return 0.0; }
vec4 row_exp(int group, vec4 z, float m) { return present(group, CHANNELS) * exp(z); }
float row_sum(int n, float m) {
  float sum = 0.0;
  for (int g = 0; g < GROUPS; g++) { sum += dot(present(g, CHANNELS), exp(fetch_z(ivec2(g, n)))); }
  return sum;
}
vec4 negative_log_softmax(vec4 z, float m, float sum) { return -log(exp(z) / sum); }
