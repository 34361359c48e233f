// Where the values of a batch lie: texel (group * width + x, sample * height + y) holds channels 4 * group to 4 * group + 3 of one
// place. Channels beyond the last are zero.

// Quotient and remainder of counting numbers, a below 2^22.
ivec2 split(int a, int b) {
#ifdef TEXON_FLOAT_BITS
  int q = a / b;
  return ivec2(q, a - q * b);
#else
  // Half a step from the next whole number, the quotient's rounding cannot reach it.
  float q = floor((float(a) + 0.5) / float(b));
  return ivec2(int(q), int(float(a) - q * float(b)));
#endif
}

// 1 for the channels of a group that are there, 0 for the others.
vec4 present(int group, int channels) { return step(vec4(0.5, 1.5, 2.5, 3.5), vec4(float(channels - 4 * group))); }

// yes where which is 1, no where it is 0: a product would make NaN of 0 times Inf.
vec4 choose(vec4 which, vec4 yes, vec4 no) {
#ifdef TEXON_FLOAT_BITS
  return mix(no, yes, greaterThan(which, vec4(0.5)));
#else
  return vec4(which.r > 0.5 ? yes.r : no.r, which.g > 0.5 ? yes.g : no.g, which.b > 0.5 ? yes.b : no.b, which.a > 0.5 ? yes.a : no.a);
#endif
}

// v for the channels of a group that are there, 0 for the others.
vec4 masked(vec4 v, int group, int channels) { return choose(present(group, channels), v, vec4(0.0)); }

// result, but NaN where v is NaN: GLSL lets min, max, clamp, exp and log make
// a number of it, and compilers make such a min or max of comparisons.
vec4 keep_nan(vec4 v, vec4 result) {
#ifdef TEXON_FLOAT_BITS
  return mix(result, v, isnan(v));
#else
  return vec4(is_nan(v.r) ? v.r : result.r, is_nan(v.g) ? v.g : result.g, is_nan(v.b) ? v.b : result.b, is_nan(v.a) ? v.a : result.a);
#endif
}

float pick(vec4 v, int i) { return i == 0 ? v.r : i == 1 ? v.g : i == 2 ? v.b : v.a; }

// GLSL ES 1.00 has min for floats only.
int at_most(int a, int b) { return a < b ? a : b; }

#slots layouts
