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
ivec2 place_x0(ivec2 at) {
  ivec2 strip = split(at.x, STRIP_x0);
  ivec2 fold = split(at.y * STRIPS_x0 + strip.x, LINES_x0);
  return ivec2(fold.x * STRIP_x0 + strip.y, fold.y);
}
vec4 folded_x0(ivec2 texel) { return fetch_x0(place_x0(texel)); }
vec4 folded_x0(vec2 centre) { return fetch_x0(place_x0(ivec2(centre))); }
#define fetch_x0 folded_x0
ivec2 place_weights(ivec2 at) {
  ivec2 band = split(at.y, BAND);
  ivec2 strip = split(at.x, STRIP_weights);
  ivec2 fold = split(band.y * STRIPS_weights + strip.x, LINES_weights);
  return ivec2(LEFT_weights + fold.x * STRIP_weights + strip.y, TOP_weights + fold.y + band.x * HEIGHT_weights);
}
vec4 folded_weights(ivec2 texel) { return fetch_weights(place_weights(texel)); }
vec4 folded_weights(vec2 centre) { return fetch_weights(place_weights(ivec2(centre))); }
#define fetch_weights folded_weights
ivec2 place_of_fragment() {
  ivec2 at = fragment() - ivec2(LEFT_target, TOP_target);
  ivec2 fold = split(at.x, STRIP_target);
  int line = fold.x * LINES_target + at.y;
  return ivec2(fold.y, line);
}
bool left_over() {
  ivec2 at = place_of_fragment();
  return at.x > COLUMN_target || at.y > ROW_target;
}
ivec2 folded_fragment() {
  ivec2 at = place_of_fragment();
  return ivec2(at_most(at.x, COLUMN_target), at_most(at.y, ROW_target));
}
#define fragment folded_fragment
vec4 activate(vec4 v) { return keep_nan(v, max(v, 0.0)); }
vec4 derivative(vec4 y) { return keep_nan(y, vec4(greaterThan(y, vec4(0.0)))); }
vec4 store(vec4 v) { return v; }
vec4 epilogue(vec4 sum, int group) { return store(masked(activate(sum), group, CHANNELS)); }
void main() {
  ivec2 part = split(fragment().x, OUT_GROUPS * OUT_WIDTH);
  ivec2 column = split(part.y, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  int first = part.x * PART;
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
  if (part.x > 0) { bias = vec4(0.0); }
  vec4 sum0 = bias;
  int row0 = at_most(row.x + 0 * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
  { const int ky = 0;
    int iy = row.y * STRIDE + ky - PADDING;
    { const int kx = 0;
      int ix = column.y * STRIDE + kx - PADDING;
      vec2 c = vec2(at + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + first, 0)) + 0.5;
      float c1 = c.y + float(BAND);
      float c2 = c1 + float(BAND);
      float c3 = c2 + float(BAND);
      float px = float(first * IN_WIDTH + ix) + 0.5;
      float q0 = float(row0 + iy) + 0.5;
      for (int i = 0; i < PART; i++) {
        vec4 w0 = fetch_weights(c);
        vec4 w1 = fetch_weights(vec2(c.x, c1));
        vec4 w2 = fetch_weights(vec2(c.x, c2));
        vec4 w3 = fetch_weights(vec2(c.x, c3));
        vec4 v0 = fetch_x0(vec2(px, q0));
        sum0 += vec4(dot(v0, w0), dot(v0, w1), dot(v0, w2), dot(v0, w3));
        c.x += 1.0;
        px += float(IN_WIDTH);
      }
    }
  }
  y0 = epilogue(sum0, column.x);
}
