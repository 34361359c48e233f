// PARAMETER is the derivative below 0.
vec4 activate(vec4 v) { return keep_nan(v, max(v, 0.0) + PARAMETER * min(v, 0.0)); }
vec4 derivative(vec4 y) {
  vec4 above = vec4(greaterThan(y, vec4(0.0)));
  return keep_nan(y, above + PARAMETER * (1.0 - above));
}
