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
vec4 store(vec4 v) { return keep_nan(v, clamp(v, vec4(-65504.0), vec4(65504.0))); }
void main() {
  ivec2 column = split(fragment().x, OUT_WIDTH);
  ivec2 row = split(fragment().y, OUT_HEIGHT / TARGETS);
  ivec2 at = ivec2(block) + ivec2(0, column.x);
  ivec2 b = at + ivec2(TAPS * IN_GROUPS, 0);
  vec4 bias = vec4(fetch_weights(b).r, fetch_weights(b + ivec2(0, BAND)).r, fetch_weights(b + ivec2(0, 2 * BAND)).r,
      fetch_weights(b + ivec2(0, 3 * BAND)).r);
  vec4 sum0 = bias;
  vec4 sum1 = bias;
  vec4 sum2 = bias;
  vec4 sum3 = bias;
  int top = row.y * TARGETS * STRIDE - PADDING;
  float py = float(row.x * (IN_HEIGHT / TARGETS) + row.y * STRIDE) + 0.5;
  float c1 = float(at.y + BAND) + 0.5;
  float c2 = c1 + float(BAND);
  float c3 = c2 + float(BAND);
  vec4 w0;
  vec4 w1;
  vec4 w2;
  vec4 w3;
  for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
    int ix = column.y * STRIDE + kx - PADDING;
    if (ix < 0 || ix >= IN_WIDTH) { continue; }
    vec2 c = vec2(at + ivec2(kx * IN_GROUPS, 0)) + 0.5;
    float px = float(ix) + 0.5;
    for (int i = 0; i < IN_GROUPS; i++) {
      vec4 v0 =
          top + 0 >= 0 ?
          fetch_x3(vec2(px, py + -1.0))
          : vec4(0.0)
          ;
      vec4 v1 =
          fetch_x0(vec2(px, py + 0.0))
          ;
      vec4 v2 =
          fetch_x1(vec2(px, py + 0.0))
          ;
      vec4 v3 =
          fetch_x2(vec2(px, py + 0.0))
          ;
      vec4 v4 =
          fetch_x3(vec2(px, py + 0.0))
          ;
      vec4 v5 =
          top + 5 < IN_HEIGHT ?
          fetch_x0(vec2(px, py + 1.0))
          : vec4(0.0)
          ;
      w0 = fetch_weights(vec2(c.x + 0.0, c.y));
      w1 = fetch_weights(vec2(c.x + 0.0, c1));
      w2 = fetch_weights(vec2(c.x + 0.0, c2));
      w3 = fetch_weights(vec2(c.x + 0.0, c3));
      sum0 += vec4(dot(v0, w0), dot(v0, w1), dot(v0, w2), dot(v0, w3));
      sum1 += vec4(dot(v1, w0), dot(v1, w1), dot(v1, w2), dot(v1, w3));
      sum2 += vec4(dot(v2, w0), dot(v2, w1), dot(v2, w2), dot(v2, w3));
      sum3 += vec4(dot(v3, w0), dot(v3, w1), dot(v3, w2), dot(v3, w3));
      w0 = fetch_weights(vec2(c.x + 6.0, c.y));
      w1 = fetch_weights(vec2(c.x + 6.0, c1));
      w2 = fetch_weights(vec2(c.x + 6.0, c2));
      w3 = fetch_weights(vec2(c.x + 6.0, c3));
      sum0 += vec4(dot(v1, w0), dot(v1, w1), dot(v1, w2), dot(v1, w3));
      sum1 += vec4(dot(v2, w0), dot(v2, w1), dot(v2, w2), dot(v2, w3));
      sum2 += vec4(dot(v3, w0), dot(v3, w1), dot(v3, w2), dot(v3, w3));
      sum3 += vec4(dot(v4, w0), dot(v4, w1), dot(v4, w2), dot(v4, w3));
      w0 = fetch_weights(vec2(c.x + 12.0, c.y));
      w1 = fetch_weights(vec2(c.x + 12.0, c1));
      w2 = fetch_weights(vec2(c.x + 12.0, c2));
      w3 = fetch_weights(vec2(c.x + 12.0, c3));
      sum0 += vec4(dot(v2, w0), dot(v2, w1), dot(v2, w2), dot(v2, w3));
      sum1 += vec4(dot(v3, w0), dot(v3, w1), dot(v3, w2), dot(v3, w3));
      sum2 += vec4(dot(v4, w0), dot(v4, w1), dot(v4, w2), dot(v4, w3));
      sum3 += vec4(dot(v5, w0), dot(v5, w1), dot(v5, w2), dot(v5, w3));
      c.x += 1.0;
      px += float(IN_WIDTH);
    }
  }
  y0 = store(masked(activate(sum0), column.x, OUT_CHANNELS));
  y1 = store(masked(activate(sum1), column.x, OUT_CHANNELS));
  y2 = store(masked(activate(sum2), column.x, OUT_CHANNELS));
  y3 = store(masked(activate(sum3), column.x, OUT_CHANNELS));
}
