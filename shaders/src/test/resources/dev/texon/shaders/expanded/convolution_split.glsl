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
vec4 epilogue(vec4 sum, int group) { return sum; }
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
  vec4 sum1 = bias;
  vec4 sum2 = bias;
  vec4 sum3 = bias;
  int row0 = at_most(row.x + 0 * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
  int row1 = at_most(row.x + 1 * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
  int row2 = at_most(row.x + 2 * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
  int row3 = at_most(row.x + 3 * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
  for (int ky = 0; ky < KERNEL_HEIGHT; ky++) {
    int iy = row.y * STRIDE + ky - PADDING;
    for (int kx = 0; kx < KERNEL_WIDTH; kx++) {
      int ix = column.y * STRIDE + kx - PADDING;
      if (iy < 0 || iy >= IN_HEIGHT || ix < 0 || ix >= IN_WIDTH) { continue; }
      vec2 c = vec2(at + ivec2((ky * KERNEL_WIDTH + kx) * IN_GROUPS + first, 0)) + 0.5;
      float c1 = c.y + float(BAND);
      float c2 = c1 + float(BAND);
      float c3 = c2 + float(BAND);
      float px = float(first * IN_WIDTH + ix) + 0.5;
      float q0 = float(row0 + iy) + 0.5;
      float q1 = float(row1 + iy) + 0.5;
      float q2 = float(row2 + iy) + 0.5;
      float q3 = float(row3 + iy) + 0.5;
      { const int i = 0;
        vec4 w0 = fetch_weights(c);
        vec4 w1 = fetch_weights(vec2(c.x, c1));
        vec4 w2 = fetch_weights(vec2(c.x, c2));
        vec4 w3 = fetch_weights(vec2(c.x, c3));
        vec4 v0 = fetch_x0(vec2(px, q0));
        vec4 v1 = fetch_x0(vec2(px, q1));
        vec4 v2 = fetch_x0(vec2(px, q2));
        vec4 v3 = fetch_x0(vec2(px, q3));
        sum0 += vec4(dot(v0, w0), dot(v0, w1), dot(v0, w2), dot(v0, w3));
        sum1 += vec4(dot(v1, w0), dot(v1, w1), dot(v1, w2), dot(v1, w3));
        sum2 += vec4(dot(v2, w0), dot(v2, w1), dot(v2, w2), dot(v2, w3));
        sum3 += vec4(dot(v3, w0), dot(v3, w1), dot(v3, w2), dot(v3, w3));
        c.x += 1.0;
        px += float(IN_WIDTH);
      }
    }
  }
  y0 = epilogue(sum0, column.x);
  y1 = epilogue(sum1, column.x);
  y2 = epilogue(sum2, column.x);
  y3 = epilogue(sum3, column.x);
}
