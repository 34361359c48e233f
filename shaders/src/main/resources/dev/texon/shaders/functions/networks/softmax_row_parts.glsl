// As softmax_row, from what softmax_parts has left of the PARTS parts of a row; no exponent is positive here, either.
#include "networks/row_exp"
float row_max(int n) {
  float m = fetch_parts(ivec2(0, n)).r;
  for (int i = 1; i < PARTS; i++) { m = max(m, fetch_parts(ivec2(i, n)).r); }
  return m;
}
float row_sum(int n, float m) {
  float sum = 0.0;
  for (int i = 0; i < PARTS; i++) {
    vec4 part = fetch_parts(ivec2(i, n));
    float d = part.r - m;
    sum += part.g * (is_nan(d) ? d : exp(d));
  }
  return sum;
}
