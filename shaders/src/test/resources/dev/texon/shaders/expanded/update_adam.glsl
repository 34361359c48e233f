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
vec4 store(vec4 v) { return v; }
vec4 store_state(vec4 v) { return v; }
vec4 clipped(ivec2 at) {
  vec4 g = fetch_gradients(at - ivec2(0, int(band)));
  float length_all = fetch_norm(ivec2(0, 0)).r;
  g *= is_nan(length_all) ? length_all : length_all > clip ? clip / length_all : 1.0;
  return g;
}
vec4 regularized(vec4 v, ivec2 at) {
  vec4 mask = fetch_mask(at);
  vec4 shrunk = keep_nan(v, clamp(decay * sign(v) * max(abs(v) - l1_step, 0.0), vec4(-limit), vec4(limit)));
  v = choose(step(0.75, mask), shrunk, v);
  return store(choose(step(0.25, mask), v, vec4(0.0)));
}
void main() {
  ivec2 at = fragment();
  vec4 g = clipped(at);
  vec4 m1 = beta.x * fetch_moments(at) + (1.0 - beta.x) * g;
  vec4 s0 = fetch_roots(at);
  vec4 s1 = sqrt(beta.y * s0 * s0 + (1.0 - beta.y) * g * g);
  vec4 step1 = m1 * correction.x / (s1 * sqrt(correction.y) + epsilon);
  w = regularized(fetch_weights(at) - rate * keep_nan(step1, clamp(step1, vec4(-bound), vec4(bound))), at);
  m = store_state(m1);
  s = store_state(s1);
}
