// Softmax over the channels of one row of a flat tensor z, shifted so that no exponent is positive. Channels of -Inf get 0; a row with a
// NaN or +Inf, or of -Inf alone, is NaN: z - m is, whatever max makes of NaN. Constants CHANNELS, GROUPS.
#include "networks/row_exp"
float row_max(int n) {
  float m = 0.0;
  for (int g = 0; g < GROUPS; g++) {
    float top = group_max(g, fetch_z(ivec2(g, n)));
    m = g == 0 ? top : max(m, top);
  }
  return m;
}
float row_sum(int n, float m) {
  float sum = 0.0;
  for (int g = 0; g < GROUPS; g++) { sum += dot(row_exp(g, fetch_z(ivec2(g, n)), m), vec4(1.0)); }
  return sum;
}
// -log(softmax), which stays at 3.4e38 where its exact result is above. If z is NaN, so is the sum.
vec4 negative_log_softmax(vec4 z, float m, float sum) { return (is_nan(sum) ? sum : log(sum)) - max(z - m, vec4(-3.4e38)); }
