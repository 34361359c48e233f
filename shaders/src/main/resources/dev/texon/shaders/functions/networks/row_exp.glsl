// The largest of the channels of a group that are there; channel 0 always is.
float group_max(int group, vec4 z) {
  vec4 v = choose(present(group, CHANNELS), z, vec4(z.r));
  return max(max(v.r, v.g), max(v.b, v.a));
}
// exp(z - m) of the channels of a group that are there, and 0 for the others.
vec4 row_exp(int group, vec4 z, float m) {
  vec4 there = present(group, CHANNELS);
  vec4 d = choose(there, z - m, vec4(0.0));
  return there * keep_nan(d, exp(d));
}
