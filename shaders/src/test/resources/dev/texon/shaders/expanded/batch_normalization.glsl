ivec2 split(int a, int b) {
#ifdef TEXON_FLOAT_BITS
  int q = a / b;
  return ivec2(q, a - q * b);
#else
  float q = floor((float(a) + 0.5) / float(b));
  return ivec2(int(q), int(float(a) - q * float(b)));
#endif
}
vec4 present(int group, int channels) { return step(vec4(0.5, 1.5, 2.5, 3.5), vec4(float(channels - 4 * group))); }
vec4 choose(vec4 which, vec4 yes, vec4 no) {
#ifdef TEXON_FLOAT_BITS
  return mix(no, yes, greaterThan(which, vec4(0.5)));
#else
  return vec4(which.r > 0.5 ? yes.r : no.r, which.g > 0.5 ? yes.g : no.g, which.b > 0.5 ? yes.b : no.b, which.a > 0.5 ? yes.a : no.a);
#endif
}
vec4 masked(vec4 v, int group, int channels) { return choose(present(group, channels), v, vec4(0.0)); }
vec4 keep_nan(vec4 v, vec4 result) {
#ifdef TEXON_FLOAT_BITS
  return mix(result, v, isnan(v));
#else
  return vec4(is_nan(v.r) ? v.r : result.r, is_nan(v.g) ? v.g : result.g, is_nan(v.b) ? v.b : result.b, is_nan(v.a) ? v.a : result.a);
#endif
}
float pick(vec4 v, int i) { return i == 0 ? v.r : i == 1 ? v.g : i == 2 ? v.b : v.a; }
int at_most(int a, int b) { return a < b ? a : b; }
vec4 activate(vec4 v) { return keep_nan(v, max(v, 0.0)); }
vec4 derivative(vec4 y) { return keep_nan(y, vec4(greaterThan(y, vec4(0.0)))); }
vec4 store(vec4 v) { return v; }
void main() {
  int group = split(fragment().x, WIDTH).x;
  vec4 mean = fetch_means(ivec2(group, int(rows.x)));
  vec4 variance = fetch_variances(ivec2(group, int(rows.y)));
  vec4 scale = fetch_weights(ivec2(block) + ivec2(group, 0));
  vec4 shift = fetch_weights(ivec2(block) + ivec2(group, 1));
  vec4 v = (fetch_x(fragment()) - mean) / sqrt(variance + EPSILON) * scale + shift;
  y = store(masked(activate(v), group, CHANNELS));
}
