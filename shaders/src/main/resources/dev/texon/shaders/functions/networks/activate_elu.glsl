// PARAMETER is alpha, which is not negative. Below 0 the result is alpha (exp(v) - 1), whose derivative is the result plus alpha.
#include "networks/activation_functions"
vec4 activate(vec4 v) { return vec4(elu(v.r, PARAMETER), elu(v.g, PARAMETER), elu(v.b, PARAMETER), elu(v.a, PARAMETER)); }
vec4 derivative(vec4 y) {
  vec4 above = vec4(greaterThan(y, vec4(0.0)));
  return keep_nan(y, above + (1.0 - above) * (min(y, 0.0) + PARAMETER));
}
