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

float pick(vec4 v, int i) { return i == 0 ? v.r : i == 1 ? v.g : i == 2 ? v.b : v.a; }

// GLSL ES 1.00 has min for floats only.
int at_most(int a, int b) { return a < b ? a : b; }
